package org.racprovider.logging;

import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.nio.charset.StandardCharsets;

/** JSON in which all characters that a terminal may act on are escaped, not only those of JSON. */
public final class JsonLineEncoder extends JsonEncoder {

  @Override
  public byte[] encode(ILoggingEvent event) {
    String line = new String(super.encode(event), StandardCharsets.UTF_8).stripTrailing();
    return (VisibleText.of(line) + System.lineSeparator()).getBytes(StandardCharsets.UTF_8);
  }
}
