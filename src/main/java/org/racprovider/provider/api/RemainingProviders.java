package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.racprovider.bus.Actor;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.EncodedProvider;
import org.racprovider.provider.LargePages;
import org.racprovider.provider.ProviderScope;

/**
 * The providers of a response that are not read yet, because they are large or many. They are read
 * in parts: each is one command, for which memory is reserved before.
 */
final class RemainingProviders {

  /** How much is read at once, unless a provider is larger. */
  private static final int PART_BYTES = 128 * 1024;

  private static final int MAX_ROWS = 256;

  /** So many pks are not worth a reservation. */
  private static final int FEW = 128;

  /** The row, two copies of the reply, and its JSON. */
  private static final int COST_OF_BYTE = 4;

  private final CommandClient commands;
  private final CallerMemory memory;
  private final ProviderScope scope;
  private final Actor actor;
  private final Deque<Integer> pks = new ArrayDeque<>();
  private final Reservation reservedForPks;
  private boolean closed;
  private int nextBytes;

  RemainingProviders(
      CommandClient commands, CallerMemory memory, ProviderScope scope, Actor actor) {
    this.commands = commands;
    this.memory = memory;
    this.scope = scope;
    this.actor = actor;
    this.reservedForPks = new Reservation(memory, actor.subject());
  }

  /** Gives the memory back when the response has ended. */
  void close() {
    closed = true;
    reservedForPks.release();
  }

  /**
   * Takes what is left after a reply, and returns the JSON of its results.
   *
   * @throws Failure 503 if there is too little memory for what is left
   */
  Buffer take(JsonObject reply) {
    JsonArray rest = reply.getJsonArray("rest");
    for (int i = rest.size() - 1; i >= 0; i--) {
      pks.addFirst(rest.getInteger(i));
    }
    nextBytes = reply.getInteger("next_bytes");
    if (closed || !reservedForPks.tryResize(pks.size() <= FEW ? 0 : costOfPks())) {
      pks.clear();
      throw Failure.unavailable();
    }
    return EncodedProvider.encode(results(reply));
  }

  private long costOfPks() {
    return (long) pks.size() * LargePages.BYTES_OF_PK;
  }

  boolean isEmpty() {
    return pks.isEmpty();
  }

  /**
   * Reads the next part: the JSON of some providers, separated by commas, or nothing if none is
   * left. Fails with 503 if there is too little memory, and may be called again then.
   */
  Future<Buffer> next() {
    if (isEmpty()) {
      return Future.succeededFuture(Buffer.buffer());
    }
    int bytes = Math.max(PART_BYTES, nextBytes);
    long cost = (long) bytes * COST_OF_BYTE;
    if (!memory.tryReserve(actor.subject(), cost)) {
      return Future.failedFuture(Failure.unavailable());
    }
    return read(bytes)
        .onComplete(read -> memory.release(actor.subject(), cost))
        .compose(part -> part.length() == 0 ? next() : Future.succeededFuture(part));
  }

  private Future<Buffer> read(int bytes) {
    List<Integer> first = pks.stream().limit(MAX_ROWS).toList();
    JsonObject command = new JsonObject().put("pks", new JsonArray(first)).put("bytes", bytes);
    return commands
        .<JsonObject>request(scope.addresses().rows(), command, actor)
        .map(
            reply -> {
              first.forEach(pk -> pks.removeFirst());
              return take(reply);
            });
  }

  static List<JsonObject> results(JsonObject reply) {
    return reply.getJsonArray("results").stream().map(JsonObject.class::cast).toList();
  }
}
