package org.racprovider.support;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.function.Supplier;

/** One event loop, for tests of objects that are confined to one. */
public final class EventLoop {

  private final Context context;

  public EventLoop(Vertx vertx) {
    this.context = vertx.getOrCreateContext();
  }

  /** Begins this work on the event loop. */
  public <T> Future<T> begin(Supplier<? extends Future<T>> work) {
    return Future.future(
        promise -> context.runOnContext(ignored -> work.get().onComplete(promise)));
  }

  /** Does this work on the event loop, and waits for it. */
  public <T> T await(Supplier<? extends Future<T>> work) {
    return this.<T>begin(work).await();
  }
}
