package org.racprovider.provider.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
import org.racprovider.bus.CommandSchema;
import org.racprovider.bus.CommandServer;
import org.racprovider.config.AppConfig.CreateConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.GroupCommit;
import org.racprovider.event.store.EventOutbox;
import org.racprovider.limits.CallerMemory;
import org.racprovider.metrics.Meters;
import org.racprovider.provider.EncodedProvider;
import org.racprovider.provider.IdempotencyKey;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.FieldErrors;
import org.racprovider.provider.validation.RequestFormats;

/** Executes the commands of {@link ProviderCommands} in PostgreSQL. */
public final class ProviderCommandHandler implements CommandHandlers {

  private static final RequestFormats FORMATS = new RequestFormats();

  private final DatabaseClient database;
  private final Runnable onCommit;
  private final CallerMemory memory;
  private final GroupCommit<CreateRequest, JsonObject> creates;
  private final IdempotentCreate idempotentCreate;
  private final UpdateTransaction update;
  private final DeleteTransaction delete;
  private final ReadCommandHandler reads;

  /**
   * @param eventsKeepSettings whether events contain the settings of providers
   * @param onCommit is called after each committed change
   * @param memory for rows
   */
  public ProviderCommandHandler(
      DatabaseClient database,
      CreateConfig limits,
      boolean eventsKeepSettings,
      Runnable onCommit,
      MeterRegistry registry,
      CallerMemory memory) {
    EventOutbox outbox = new EventOutbox(eventsKeepSettings);
    CreateStatement create = new CreateStatement(database, outbox);
    this.database = database;
    this.onCommit = onCommit;
    this.creates =
        new GroupCommit<>(
            measured(create, registry), limits, ProviderCommandHandler::currentContext);
    this.idempotentCreate = new IdempotentCreate(database, create);
    this.memory = memory;
    this.update = new UpdateTransaction(database, outbox);
    this.delete = new DeleteTransaction(database, outbox, memory);
    this.reads = new ReadCommandHandler(database, memory);
  }

  /** How many creates wait for a statement. Safe on any thread. */
  public int waitingCreates() {
    return creates.waiting();
  }

  /** Measures the number of creates in each statement, and the time until it is committed. */
  private static GroupCommit.Statement<CreateRequest, JsonObject> measured(
      CreateStatement create, MeterRegistry registry) {
    DistributionSummary batch = registry.summary(Meters.CREATE_BATCH);
    Timer commit = registry.timer(Meters.CREATE_COMMIT);
    return requests -> {
      Timer.Sample sample = Timer.start();
      return create
          .execute(requests)
          .onSuccess(outcomes -> batch.record(requests.size()))
          .onSuccess(outcomes -> sample.stop(commit));
    };
  }

  /** Schedules tasks on the context of the current message, so that they belong to its trace. */
  private static Consumer<Runnable> currentContext() {
    Context current = Vertx.currentContext();
    return task -> current.runOnContext(ignored -> task.run());
  }

  @Override
  public Future<?> register(CommandServer server) {
    return Future.all(
        List.of(
            server.serve(ProviderCommands.CREATE, change(this::create)),
            server.serve(
                ProviderCommands.CREATE_ONCE, schema("create_once"), change(this::createOnce)),
            server.serve(ProviderCommands.CHECK, schema("check"), this::check),
            serveUpdate(server, WriteMode.REPLACE),
            serveUpdate(server, WriteMode.PATCH),
            reads.register(server),
            serve(server, ProviderScope.RAC),
            serve(server, ProviderScope.ALL)));
  }

  private Future<Void> serveUpdate(CommandServer server, WriteMode mode) {
    Function<Command, Future<JsonObject>> update = change(command -> update(command, mode));
    return server.serve(
        mode.address(),
        schema("update"),
        command -> update.apply(command).recover(cause -> tooLarge(cause, pk(command))));
  }

  private Future<?> serve(CommandServer server, ProviderScope scope) {
    return server.serve(
        scope.addresses().delete(), schema("item"), change(command -> delete(command, scope)));
  }

  static CommandSchema schema(String command) {
    return CommandSchema.load("provider-commands.json#/$defs/" + command, FORMATS);
  }

  private <T> Function<Command, Future<T>> change(Function<Command, Future<T>> handler) {
    return command -> handler.apply(command).onSuccess(reply -> onCommit.run());
  }

  private Future<JsonObject> create(Command command) {
    return creates
        .submit(subject(command), request(command.body(), command))
        .recover(cause -> refused(cause, command.body()));
  }

  private Future<JsonObject> createOnce(Command command) {
    JsonObject fields = command.body().getJsonObject("fields");
    byte[] fingerprint = Base64.getUrlDecoder().decode(command.body().getString("fingerprint"));
    IdempotencyKey key = new IdempotencyKey(command.body().getString("key"), fingerprint);
    return idempotentCreate
        .run(key, request(fields, command))
        .recover(cause -> refused(cause, fields));
  }

  private static CreateRequest request(JsonObject fields, Command command) {
    return new CreateRequest(NewProvider.fromJson(fields), command.actor());
  }

  private Future<JsonArray> check(Command command) {
    return ReferenceCheck.fromJson(command.body())
        .execute(database, subject(command))
        .map(errors -> errors.toJson(command.body()));
  }

  private Future<JsonObject> update(Command command, WriteMode mode) {
    JsonObject fields = command.body().getJsonObject("fields");
    UpdateTransaction.UpdateRequest request =
        new UpdateTransaction.UpdateRequest(
            pk(command), ProviderChange.fromJson(fields, mode), ifMatch(command), command.actor());
    Integer bytes = command.body().getInteger("bytes");
    return (bytes == null ? updateDecoded(request) : updateEncoded(request, bytes))
        .recover(cause -> refused(cause, fields));
  }

  private Future<JsonObject> updateDecoded(UpdateTransaction.UpdateRequest request) {
    RowMemory row =
        RowMemory.reserved(memory, request.actor().subject(), DecodedReply.COST_OF_BYTE);
    return update
        .run(request, row)
        .map(EncodedProvider::decodeSettings)
        .onComplete(replied -> row.release());
  }

  private Future<JsonObject> updateEncoded(UpdateTransaction.UpdateRequest request, int bytes) {
    return update
        .run(request, RowMemory.ofSender(bytes))
        .map(after -> new ProviderRows(List.of(after), List.of(), 0).toJson());
  }

  private static Future<JsonObject> tooLarge(Throwable cause, int pk) {
    return cause instanceof RowTooLarge row
        ? Future.succeededFuture(new ProviderRows(List.of(), List.of(pk), row.bytes()).toJson())
        : Future.failedFuture(cause);
  }

  private Future<JsonObject> delete(Command command, ProviderScope scope) {
    return delete
        .run(
            new DeleteTransaction.DeleteRequest(pk(command), ifMatch(command), command.actor()),
            scope)
        .map(new JsonObject());
  }

  /** Only this method turns the errors that the database found into the messages of a reply. */
  private static <T> Future<T> refused(Throwable cause, JsonObject fields) {
    return Future.failedFuture(
        cause instanceof ReferenceErrors errors
            ? new FieldErrors().withReferences(errors.toJson(fields)).toFailure()
            : cause);
  }

  static String subject(Command command) {
    return command.actor().subject();
  }

  static int pk(Command command) {
    return command.body().getInteger("pk");
  }

  /** Whether the sender wants settings as text. */
  static boolean isEncoded(Command command) {
    return command.body().getBoolean("encoded", false);
  }

  private static String ifMatch(Command command) {
    return command.body().getString("if_match");
  }
}
