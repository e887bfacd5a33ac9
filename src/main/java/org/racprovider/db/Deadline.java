package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * The time that something may take. {@code Future.timeout} would use another thread, and wake it
 * for each statement.
 */
final class Deadline {

  private Deadline() {}

  /** The result, or a {@link TimeoutException} if it takes longer. */
  static <T> Future<T> limit(Vertx vertx, Future<T> result, Duration time) {
    Promise<T> limited = Promise.promise();
    long timer = vertx.setTimer(time.toMillis(), fired -> limited.tryFail(missed(time)));
    result.onComplete(limited::tryComplete, limited::tryFail);
    return limited.future().onComplete(ignored -> vertx.cancelTimer(timer));
  }

  static TimeoutException missed(Duration time) {
    return new TimeoutException("No response in %d ms".formatted(time.toMillis()));
  }
}
