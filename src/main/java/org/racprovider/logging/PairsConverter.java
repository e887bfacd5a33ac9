package org.racprovider.logging;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.event.KeyValuePair;

/** The keys and values of an event, as {@code key="value"}, on one line. */
public final class PairsConverter extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    List<KeyValuePair> pairs = event.getKeyValuePairs();
    return pairs == null
        ? ""
        : pairs.stream()
            .map(pair -> pair.key + "=\"" + VisibleText.quoted(String.valueOf(pair.value)) + '"')
            .collect(Collectors.joining(" "));
  }
}
