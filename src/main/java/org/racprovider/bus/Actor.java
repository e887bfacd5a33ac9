package org.racprovider.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;
import java.util.regex.Pattern;

/**
 * The caller and the request that caused a command: its headers {@code subject}, {@code request-id}
 * and {@code traceparent}. They are not verified again, because all senders on the bus are trusted.
 *
 * @param traceparent W3C trace context; null if there is none or if it is not well-formed
 */
public record Actor(String subject, String requestId, String traceparent) {

  private static final String SUBJECT = "subject";
  private static final String REQUEST_ID = "request-id";
  private static final String TRACEPARENT = "traceparent";
  private static final Pattern WELL_FORMED =
      Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

  /** Replaces U+0000, which a token may contain but PostgreSQL cannot store. */
  public Actor {
    subject = subject.replace('\0', '\uFFFD');
    requestId = requestId.replace('\0', '\uFFFD');
    traceparent = isWellFormed(traceparent) ? traceparent : null;
  }

  /** An actor without a trace. */
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
