package org.racprovider.provider.store;

import static org.racprovider.provider.store.ProviderCommandHandler.isEncoded;
import static org.racprovider.provider.store.ProviderCommandHandler.pk;
import static org.racprovider.provider.store.ProviderCommandHandler.schema;
import static org.racprovider.provider.store.ProviderCommandHandler.subject;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandSchema;
import org.racprovider.bus.CommandServer;
import org.racprovider.db.DatabaseClient;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.Reservation;
import org.racprovider.provider.ProviderScope;

/** Executes the commands that read providers. */
final class ReadCommandHandler implements CommandHandlers {

  private final ListStatement list;
  private final ReadStatement reads;
  private final UsedByStatement usedBy;
  private final CallerMemory memory;

  ReadCommandHandler(DatabaseClient database, CallerMemory memory) {
    this.list = new ListStatement(database);
    this.reads = new ReadStatement(database);
    this.usedBy = new UsedByStatement(database);
    this.memory = memory;
  }

  @Override
  public Future<?> register(CommandServer server) {
    return Future.all(serve(server, ProviderScope.RAC), serve(server, ProviderScope.ALL));
  }

  private Future<?> serve(CommandServer server, ProviderScope scope) {
    CommandSchema item = schema("item");
    ProviderScope.Addresses addresses = scope.addresses();
    return Future.all(
        server.serve(addresses.list(), schema("list"), command -> list(command, scope)),
        server.serve(addresses.rows(), schema("rows"), command -> rows(command, scope)),
        server.serve(addresses.get(), item, command -> get(command, scope)),
        server.serve(
            addresses.usedBy(),
            item,
            command -> usedBy.execute(subject(command), pk(command), scope)));
  }

  private Future<JsonObject> list(Command command, ProviderScope scope) {
    Reservation reserved = new Reservation(memory, subject(command));
    return list(command, scope, reserved).onComplete(replied -> reserved.release());
  }

  private Future<JsonObject> list(Command command, ProviderScope scope, Reservation reserved) {
    Future<ProviderPage> page =
        list.execute(subject(command), ListQuery.fromJson(command.body()), scope, reserved);
    return isEncoded(command)
        ? page.map(ProviderPage::toJson)
        : page.compose(
            read ->
                new DecodedReply(reads, subject(command), scope, memory)
                    .of(read.rows())
                    .map(results -> envelope(read, results)));
  }

  /** The envelope of contract 4.2. */
  private static JsonObject envelope(ProviderPage page, List<JsonObject> results) {
    return new JsonObject()
        .put("pagination", page.pagination().toJson())
        .put("results", new JsonArray(results))
        .put("autocomplete", new JsonObject());
  }

  private Future<JsonObject> rows(Command command, ProviderScope scope) {
    List<Integer> pks =
        command.body().getJsonArray("pks").stream().map(Integer.class::cast).toList();
    return reads
        .upTo(subject(command), command.body().getInteger("bytes"), pks, scope)
        .map(ProviderRows::toJson);
  }

  private Future<JsonObject> get(Command command, ProviderScope scope) {
    Future<ProviderRows> row = reads.small(subject(command), pk(command), scope);
    return isEncoded(command)
        ? row.map(ProviderRows::toJson)
        : row.compose(new DecodedReply(reads, subject(command), scope, memory)::of)
            .map(results -> only(results, scope));
  }

  private static JsonObject only(List<JsonObject> results, ProviderScope scope) {
    if (results.isEmpty()) {
      throw scope.noSuchProvider();
    }
    return results.get(0);
  }
}
