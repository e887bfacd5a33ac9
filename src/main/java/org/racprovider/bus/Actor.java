package org.racprovider.bus;

import io.vertx.core.MultiMap;
import io.vertx.core.eventbus.DeliveryOptions;

/**
 * Who asks, and in which request: the headers {@code subject} and {@code request-id} of a command.
 * The bus is a trusted zone, so both are recorded as given.
 */
public record Actor(String subject, String requestId) {

  private static final String SUBJECT = "subject";
  private static final String REQUEST_ID = "request-id";

  /** PostgreSQL stores every character but U+0000, and a token may hold that too. */
  public Actor {
    subject = subject.replace('\0', '\uFFFD');
    requestId = requestId.replace('\0', '\uFFFD');
  }

  static Actor of(MultiMap headers) {
    return new Actor(orUnknown(headers.get(SUBJECT)), orUnknown(headers.get(REQUEST_ID)));
  }

  DeliveryOptions addTo(DeliveryOptions options) {
    return options.addHeader(SUBJECT, subject).addHeader(REQUEST_ID, requestId);
  }

  private static String orUnknown(String header) {
    return header == null ? "unknown" : header;
  }
}
