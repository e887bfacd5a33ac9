package org.racprovider.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.regex.Pattern;

/**
 * Who asks, and in which request: the headers {@code subject}, {@code request-id} and {@code
 * traceparent} of a command. The bus is a trusted zone, so they are recorded as given.
 *
 * @param traceparent W3C trace context; null where there is none, or none that is well-formed
 */
public record Actor(String subject, String requestId, String traceparent) {

  private static final String SUBJECT = "subject";
  private static final String REQUEST_ID = "request-id";
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern WELL_FORMED =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** PostgreSQL stores every character but U+0000, and a token may hold that too. */
  public Actor {
    subject = subject.replace('\0', '\uFFFD');
    requestId = requestId.replace('\0', '\uFFFD');
    traceparent = isWellFormed(traceparent) ? traceparent : null;
  }

  /** Outside of any trace. */
  public Actor(String subject, String requestId) {
    this(subject, requestId, null);
  }

  static Actor of(MultiMap headers) {
    return new Actor(
        orUnknown(headers.get(SUBJECT)),
        orUnknown(headers.get(REQUEST_ID)),
        headers.get(TRACEPARENT));
  }

  DeliveryOptions addTo(DeliveryOptions options) {
    options.addHeader(SUBJECT, subject).addHeader(REQUEST_ID, requestId);
    return traceparent == null ? options : options.addHeader(TRACEPARENT, traceparent);
  }

  private static boolean isWellFormed(String traceparent) {
    return traceparent != null && WELL_FORMED.matcher(traceparent).matches();
  }

  private static String orUnknown(String header) {
    return header == null ? "unknown" : header;
  }
}
