package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.EncodedProvider;

/**
 * A command that changes a provider. The reply is the whole provider, also if its settings did not
 * change, so the command is refused until there is memory for it.
 */
final class ProviderUpdate {

  /** The row, its event, two copies of the reply, and its JSON. */
  private static final int COST_OF_BYTE = 5;

  /** The size that needs no reservation: few providers are larger than that. */
  private static final int SMALL = 16 << 10;

  /** What a provider has besides its settings, if its name is not long. */
  private static final int OTHER_FIELDS = 2048;

  /** The provider may become larger between two tries. */
  private static final int MAX_TRIES = 3;

  private final CommandClient commands;
  private final String address;
  private final Actor actor;
  private final Reservation memory;

  ProviderUpdate(CommandClient commands, CallerMemory memory, String address, Actor actor) {
    this.commands = commands;
    this.address = address;
    this.actor = actor;
    this.memory = new Reservation(memory, actor.subject());
  }

  /**
   * Returns the JSON of the provider after the change. Fails with 503 if there is too little memory
   * for it; then nothing was changed.
   *
   * @param bodyLength of the request: the settings of the provider may be as large
   */
  Future<Buffer> send(JsonObject command, int bodyLength) {
    int expected = OTHER_FIELDS + bodyLength;
    return (expected <= SMALL
            ? send(command, SMALL, MAX_TRIES)
            : reserve(command, expected, MAX_TRIES))
        .map(reply -> EncodedProvider.encode(RemainingProviders.results(reply)))
        .onComplete(encoded -> memory.release());
  }

  private Future<JsonObject> reserve(JsonObject command, int bytes, int tries) {
    return tries > 0 && memory.tryResize((long) bytes * COST_OF_BYTE)
        ? send(command, bytes, tries)
        : Future.failedFuture(Failure.unavailable());
  }

  private Future<JsonObject> send(JsonObject command, int bytes, int tries) {
    return commands
        .<JsonObject>request(address, command.put("bytes", bytes), actor)
        .compose(
            reply ->
                reply.getInteger("next_bytes") == 0
                    ? Future.succeededFuture(reply)
                    : reserve(command, reply.getInteger("next_bytes") + OTHER_FIELDS, tries - 1));
  }
}
