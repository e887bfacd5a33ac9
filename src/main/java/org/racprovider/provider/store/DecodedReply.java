package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.racprovider.bus.Failure;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.EncodedProvider;
import org.racprovider.provider.ProviderScope;

/**
 * The reply to a command whose sender wants settings as objects and pages that are complete, as
 * {@link org.racprovider.provider.ProviderCommands} promises. It fails with 503 if there is too
 * little memory for that.
 */
final class DecodedReply {

  /** What a byte of text may cost as an object, with the text. */
  static final int COST_OF_BYTE = 32;

  /** How much is read at once, unless a row is larger. */
  private static final int PART_BYTES = 64 * 1024;

  private static final int MAX_ROWS = 256;

  private final ReadStatement read;
  private final String subject;
  private final ProviderScope scope;
  private final Reservation memory;
  private final List<JsonObject> results = new ArrayList<>();
  private long cost;

  DecodedReply(ReadStatement read, String subject, ProviderScope scope, CallerMemory memory) {
    this.read = read;
    this.subject = subject;
    this.scope = scope;
    this.memory = new Reservation(memory, subject);
  }

  /** Reads what is left of some rows, and returns all of them. */
  Future<List<JsonObject>> of(ProviderRows rows) {
    return complete(rows).onComplete(replied -> memory.release());
  }

  private Future<List<JsonObject>> complete(ProviderRows rows) {
    rows.results().forEach(this::add);
    if (rows.rest().isEmpty()) {
      return Future.succeededFuture(results);
    }
    int next = Math.max(PART_BYTES, rows.nextBytes());
    if (!memory.tryResize(cost + (long) next * COST_OF_BYTE)) {
      return Future.failedFuture(Failure.unavailable());
    }
    List<Integer> rest = rows.rest();
    int asked = Math.min(rest.size(), MAX_ROWS);
    return read.upTo(subject, next, rest.subList(0, asked), scope)
        .map(part -> part.followedBy(rest.subList(asked, rest.size())))
        .compose(this::complete);
  }

  private void add(JsonObject representation) {
    cost += (long) EncodedProvider.settingsLength(representation) * COST_OF_BYTE;
    results.add(EncodedProvider.decodeSettings(representation));
  }
}
