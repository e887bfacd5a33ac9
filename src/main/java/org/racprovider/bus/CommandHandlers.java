package org.racprovider.bus;

import io.vertx.core.Future;

/** The commands of one feature. */
public interface CommandHandlers {

  /** Starts answering them; completes when all are reachable. */
  Future<?> register(CommandServer server);
}
