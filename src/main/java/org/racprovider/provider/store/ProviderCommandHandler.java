package org.racprovider.provider.store;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.racprovider.bus.Command;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.CommandServer;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.CreateConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.GroupCommit;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.management.Meters;
import org.racprovider.provider.IdempotencyKey;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.provider.ProviderScope;

/** Answers the commands of {@link ProviderCommands} from PostgreSQL. */
public final class ProviderCommandHandler implements CommandHandlers {

  private final DatabaseClient database;
  private final Runnable onCommit;
  private final GroupCommit<CreateStatement.Request, RacProvider> creates;
  private final IdempotentCreate createOnce;
  private final Vertx vertx;
  private final UpdateTransaction update;
  private final DeleteTransaction delete;
  private final ListStatement list;
  private final UsedByStatement usedBy;

  /**
   * @param eventsKeepSettings whether events hold the providers' settings
   * @param onCommit is called after each change is committed
   * @param registry where creates are counted
   */
  public ProviderCommandHandler(
      DatabaseClient database,
      CreateConfig limits,
      Vertx vertx,
      boolean eventsKeepSettings,
      Runnable onCommit,
      MeterRegistry registry) {
    EventOutbox outbox = new EventOutbox(eventsKeepSettings);
    SearchIndexMaintenance searchIndex = new SearchIndexMaintenance(database, vertx);
    this.database = database;
    this.onCommit = onCommit;
    CreateStatement create = new CreateStatement(database, outbox, searchIndex);
    this.createOnce = new IdempotentCreate(database, create);
    this.vertx = vertx;
    this.creates =
        new GroupCommit<>(
            new MeasuredCreates(create, registry), limits, ProviderCommandHandler::turn);
    registry.gauge(Meters.CREATE_QUEUE, creates, GroupCommit::waiting);
    this.update = new UpdateTransaction(database, outbox);
    this.delete = new DeleteTransaction(database, outbox);
    this.list = new ListStatement(database);
    this.usedBy = new UsedByStatement(database);
  }

  @Override
  public Future<?> register(CommandServer server) {
    new IdempotencyKeyCleanup(database).deleteRegularly(vertx);
    return Future.all(
        List.of(
            change(server, ProviderCommands.CREATE, this::create),
            change(server, ProviderCommands.CREATE_ONCE, this::createOnce),
            server.serve(ProviderCommands.CHECK, this::check),
            server.serve(ProviderCommands.LIST, command -> list(command, ProviderScope.RAC)),
            server.serve(ProviderCommands.GET, command -> get(command, ProviderScope.RAC)),
            change(server, ProviderCommands.REPLACE, command -> update(command, false)),
            change(server, ProviderCommands.PATCH, command -> update(command, true)),
            change(server, ProviderCommands.DELETE, command -> delete(command, ProviderScope.RAC)),
            server.serve(ProviderCommands.USED_BY, command -> usedBy(command, ProviderScope.RAC)),
            server.serve(ProviderCommands.LIST_ALL, command -> list(command, ProviderScope.ALL)),
            server.serve(ProviderCommands.GET_ALL, command -> get(command, ProviderScope.ALL)),
            change(
                server, ProviderCommands.DELETE_ALL, command -> delete(command, ProviderScope.ALL)),
            server.serve(
                ProviderCommands.USED_BY_ALL, command -> usedBy(command, ProviderScope.ALL))));
  }

  /** In the context of a message its trace goes on. */
  private static Consumer<Runnable> turn() {
    Context current = Vertx.currentContext();
    return task -> current.runOnContext(turn -> task.run());
  }

  private Future<Void> change(
      CommandServer server, String address, Function<Command, Future<?>> handler) {
    return server.serve(
        address, command -> handler.apply(command).onSuccess(done -> onCommit.run()));
  }

  private Future<JsonObject> create(Command command) {
    NewProvider provider = NewProvider.fromJson(command.body());
    return creates
        .submit(new CreateStatement.Request(provider, command.actor()))
        .map(RacProvider::toJson);
  }

  private Future<JsonObject> createOnce(Command command) {
    IdempotencyKey key =
        new IdempotencyKey(member(command, "key", String.class), fingerprint(command));
    NewProvider provider = NewProvider.fromJson(member(command, "fields", JsonObject.class));
    return createOnce.run(key, new CreateStatement.Request(provider, command.actor()));
  }

  private Future<JsonObject> check(Command command) {
    return ReferenceCheckStatement.execute(database, ReferenceCheck.fromJson(command.body()))
        .map(references -> references.errors().toJson());
  }

  private Future<JsonObject> list(Command command, ProviderScope scope) {
    return list.execute(ListQuery.fromJson(command.body()), scope);
  }

  private Future<JsonObject> get(Command command, ProviderScope scope) {
    return ProviderRow.read(database, pk(command), scope).map(scope::representation);
  }

  private Future<JsonObject> update(Command command, boolean partial) {
    JsonObject fields = member(command, "fields", JsonObject.class);
    ProviderChange change = ProviderChange.fromJson(fields, partial);
    return update.run(
        new UpdateTransaction.Request(pk(command), change, ifMatch(command), command.actor()));
  }

  private Future<JsonObject> delete(Command command, ProviderScope scope) {
    return delete
        .run(new DeleteTransaction.Request(pk(command), ifMatch(command), command.actor()), scope)
        .map(new JsonObject());
  }

  private Future<JsonArray> usedBy(Command command, ProviderScope scope) {
    return usedBy.execute(pk(command), scope);
  }

  private static int pk(Command command) {
    return member(command, "pk", Integer.class);
  }

  private static String ifMatch(Command command) {
    return command.body().containsKey("if_match")
        ? member(command, "if_match", String.class)
        : null;
  }

  /** Without any, whoever comes with the same key would get what another created. */
  private static byte[] fingerprint(Command command) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(member(command, "fingerprint", String.class));
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      // Answered like none.
    }
    throw incorrect("fingerprint");
  }

  private static <T> T member(Command command, String key, Class<T> type) {
    Object value = command.body().getValue(key);
    if (!type.isInstance(value)) {
      throw incorrect(key);
    }
    return type.cast(value);
  }

  private static Failure incorrect(String key) {
    return Failure.of(Failure.Kind.INVALID, "The command needs a correct \"%s\".".formatted(key));
  }
}
