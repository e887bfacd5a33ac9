package org.racprovider.bus;

import io.vertx.core.Future;

/** The handlers of related commands. */
public interface CommandHandlers {

  /** Registers the handlers; completes when all of them receive commands. */
  Future<?> register(CommandServer server);
}
