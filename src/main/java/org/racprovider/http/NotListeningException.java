package org.racprovider.http;

import io.vertx.core.Future;
import java.io.IOException;

/** An address cannot be listened on; the cause says why. */
public final class NotListeningException extends IOException {

  private static final long serialVersionUID = 1L;

  private NotListeningException(String place, Throwable cause) {
    super("cannot listen on %s: %s".formatted(place, cause.getMessage()), cause);
  }

  /** A failure that names the place. */
  public static <T> Future<T> failure(String host, int port, Throwable cause) {
    return Future.failedFuture(new NotListeningException(host + ":" + port, cause));
  }
}
