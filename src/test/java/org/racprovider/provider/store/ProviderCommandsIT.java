package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.bus.CommandHandlers;
import org.racprovider.bus.Readiness;
import org.racprovider.config.AppConfig.CreateConfig;
import org.racprovider.db.DatabaseClient;
import org.racprovider.db.PersistenceVerticle;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.support.Memory;
import org.racprovider.support.Postgres;
import org.racprovider.support.Providers;

/** Commands that do not come from HTTP: any verticle may send them, with any body. */
@ExtendWith(VertxExtension.class)
class ProviderCommandsIT {

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static Vertx vertx;
  private static Pool pool;

  @BeforeAll
  static void deploy(Vertx injected) {
    vertx = injected;
    pool = POSTGRES.pool(vertx);
    POSTGRES.execute(
        "INSERT INTO flow (pk, name, slug, title, designation)"
            + " VALUES ('%s', 'flow', 'flow', 'Flow', 'authorization')".formatted(Providers.FLOW));
    CreateConfig limits = new CreateConfig(1, 16, 64);
    MeterRegistry registry = new SimpleMeterRegistry();
    DatabaseClient database = new DatabaseClient(vertx, POSTGRES.database(), 4);
    CommandHandlers providers =
        new ProviderCommandHandler(database, limits, false, () -> {}, registry, Memory.pages());
    vertx.deployVerticle(new PersistenceVerticle(database, List.of(providers), registry)).await();
  }

  @AfterEach
  void deleteAll() {
    POSTGRES.execute("TRUNCATE provider, event CASCADE");
  }

  @Test
  void createsWithDefaults() {
    // When
    JsonObject created = (JsonObject) send(ProviderCommands.CREATE, Providers.named("stranger"));

    // Then
    assertThat(created.fieldNames()).hasSize(17);
    assertThat(created.getValue("authentication_flow")).isNull();
    assertThat(created.getJsonArray("property_mappings")).isEmpty();
    assertThat(created.getJsonObject("settings")).isEmpty();
    assertThat(created.getString("connection_expiry")).isEqualTo("hours=8");
    assertThat(created.getBoolean("delete_token_on_disconnect")).isFalse();
    Row event = event();
    assertThat(event.getString("subject")).isEqualTo("stranger");
    assertThat(event.getString("request_id")).isEqualTo("unknown");
  }

  @Test
  void recordsAnySubject() {
    // Given
    JsonObject body = Providers.named("a");
    DeliveryOptions options = new DeliveryOptions().addHeader("subject", "a\0ü");

    // When
    vertx.eventBus().request(ProviderCommands.CREATE, body, options).await();

    // Then
    assertThat(event().getString("subject")).isEqualTo("a\uFFFDü");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          {}                                           | {"name":["This field is required."],"authorization_flow":["This field is required."]}
          {"name":" ","authorization_flow":"FLOW"}     | {"name":["This field may not be blank."]}
          {"name":7,"authorization_flow":7}            | {"authorization_flow":["“7” is not a valid UUID."]}
          {"name":"a\\u0000","authorization_flow":"FLOW"} | {"name":["Null characters are not allowed."]}
          {"name":"a","authorization_flow":null}       | {"authorization_flow":["This field may not be null."]}
          {"name":"a","authorization_flow":"0f10f10f-0000-4000-8000-0000000000ff"} | {"authorization_flow":["Invalid pk \\"0f10f10f-0000-4000-8000-0000000000ff\\" - object does not exist."]}
          {"name":"a","authorization_flow":"{0F10F10F-0000-4000-8000-0000000000FF}"} | {"authorization_flow":["Invalid pk \\"{0F10F10F-0000-4000-8000-0000000000FF}\\" - object does not exist."]}
          {"name":"a","authorization_flow":"FLOW","settings":[]} | {"settings":["Value must be a dictionary, and not have any duplicate keys."]}
          {"name":"a","authorization_flow":"FLOW","settings":{"a":"\\u0000"}} | {"settings":["Null characters are not allowed."]}
          {"name":"a","authorization_flow":"FLOW","property_mappings":[null]} | {"property_mappings":["Invalid pk \\"None\\" - object does not exist."]}
          {"name":"a","authorization_flow":"FLOW","connection_expiry":"soon"} | {"connection_expiry":["soon is not in the correct format of 'hours=3;minutes=1'."]}
          {"name":"a","authorization_flow":"FLOW","delete_token_on_disconnect":"x"} | {"delete_token_on_disconnect":["Must be a valid boolean."]}
          """)
  void rejectsInvalidBodiesWithTheErrorsOfHttp(String body, String error) {
    // When
    ReplyException refused =
        refusal(ProviderCommands.CREATE, new JsonObject(body.replace("FLOW", Providers.FLOW)));

    // Then
    assertThat(refused.failureCode()).isEqualTo(400);
    assertThat(refused.getMessage()).isEqualTo(error);
    assertNothingStored();
  }

  @Test
  void rejectsOnlyTheInvalidCommandsOfABatch() {
    // Given
    JsonObject valid = Providers.named("valid");
    var sent =
        List.of(
            vertx.eventBus().request(ProviderCommands.CREATE, valid),
            vertx.eventBus().request(ProviderCommands.CREATE, new JsonObject()),
            vertx.eventBus().request(ProviderCommands.CREATE, valid));

    // Then
    Future.join(sent).otherwiseEmpty().await();
    assertThat(sent).extracting(Future::succeeded).containsExactly(true, false, false);
    assertThat(sent.get(2).cause())
        .hasMessage("{\"name\":[\"provider with this name already exists.\"]}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ProviderCommands.CREATE,
        ProviderCommands.CHECK,
        ProviderCommands.LIST,
        ProviderCommands.GET,
        ProviderCommands.REPLACE,
        ProviderCommands.PATCH,
        ProviderCommands.DELETE,
        ProviderCommands.USED_BY,
        ProviderCommands.LIST_ALL,
        ProviderCommands.GET_ALL,
        ProviderCommands.DELETE_ALL,
        ProviderCommands.USED_BY_ALL,
        Readiness.CHECK
      })
  void rejectsBodiesOfOtherTypes(String address) {
    for (Object body : new Object[] {null, "text", 7, new JsonArray(), new byte[] {1}}) {
      ReplyException refused = refusal(address, body);
      assertThat(refused.failureType()).isEqualTo(ReplyFailure.RECIPIENT_FAILURE);
      assertThat(refused.failureCode()).isEqualTo(400);
    }
    assertNothingStored();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ProviderCommands.GET,
        ProviderCommands.REPLACE,
        ProviderCommands.PATCH,
        ProviderCommands.DELETE,
        ProviderCommands.USED_BY,
        ProviderCommands.GET_ALL,
        ProviderCommands.DELETE_ALL,
        ProviderCommands.USED_BY_ALL
      })
  void requiresThePkOfTheProvider(String address) {
    for (Object pk : new Object[] {null, "1", 1.5, new JsonObject()}) {
      JsonObject body = new JsonObject().put("pk", pk).put("fields", new JsonObject());
      assertThat(refusal(address, body).failureCode()).isEqualTo(400);
    }
    assertThat(
            refusal(address, new JsonObject().put("pk", 4711).put("fields", change()))
                .failureCode())
        .isEqualTo(404);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rac.provider.check | {"name":"a\\u0000"}
          rac.provider.list  | {"name__iexact":"a\\u0000"}
          rac.provider.list  | {"search":["a\\u0000"]}
          rac.provider.check | {"property_mappings":"x"}
          rac.provider.check | {"authorization_flow":"x"}
          rac.provider.check | {"authorization_flow":"0f10f10f-0000-4000-8000-000000000001\\n"}
          rac.provider.check | {"property_mappings":[null]}
          rac.provider.check | {"pk":"x"}
          rac.provider.list  | {"page_size":10001}
          rac.provider.list  | {"page":"x"}
          rac.provider.list  | {"page":null}
          rac.provider.list  | {"page_size":-1}
          rac.provider.list  | {"page_size":null}
          rac.provider.list  | {"search":null}
          rac.provider.list  | {"search":[null]}
          rac.provider.list  | {"ordering":null}
          rac.provider.list  | {"ordering":[null]}
          rac.provider.list  | {"search":7}
          rac.provider.list  | {"ordering":{}}
          provider.list      | {"backchannel":"x"}
          """)
  void rejectsInvalidBodies(String address, String body) {
    assertThat(refusal(address, new JsonObject(body)).failureCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rac.provider.check | {"pk":null}
          rac.provider.check | {"name":null}
          rac.provider.check | {"authentication_flow":null}
          rac.provider.check | {"authorization_flow":null}
          rac.provider.list  | {"name__iexact":null}
          rac.provider.list  | {"application__isnull":null}
          provider.list      | {"backchannel":null}
          """)
  void treatsNullAsAbsent(String address, String body) {
    assertThat(send(address, new JsonObject(body))).isEqualTo(send(address, new JsonObject()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{'fingerprint':null}",
        "{'fingerprint':7}",
        "{'fingerprint':'='}",
        "{'fingerprint':''}",
        "{'fingerprint':'a+b/'}"
      })
  void requiresAFingerprintForAnIdempotentCreate(String body) {
    // Given
    JsonObject command =
        new JsonObject(body.replace('\'', '"')).put("key", "k").put("fields", change());

    // When
    ReplyException refused = refusal(ProviderCommands.CREATE_ONCE, command);

    // Then
    assertThat(refused.failureCode()).isEqualTo(400);
    assertThat(refused.getMessage())
        .isEqualTo("{\"detail\":\"The command needs a correct \\\"fingerprint\\\".\"}");
    assertNothingStored();
  }

  @Test
  void reportsReferencesAsDataInTheNotationOfTheCommand() {
    // Given
    String mapping = "urn:uuid:" + Providers.FLOW.toUpperCase();
    JsonObject fields =
        new JsonObject()
            .put("authentication_flow", "{0f10f10f-0000-4000-8000-0000000000ff}")
            .put("authorization_flow", Providers.FLOW)
            .put("property_mappings", JsonArray.of(mapping, Providers.FLOW));

    // Then
    assertThat(send(ProviderCommands.CHECK, fields))
        .isEqualTo(
            JsonArray.of(
                new JsonObject()
                    .put("field", "authentication_flow")
                    .put("pk", "{0f10f10f-0000-4000-8000-0000000000ff}"),
                new JsonObject().put("field", "property_mappings").put("pk", mapping)));
  }

  @Test
  void reportsATakenNameAsData() {
    // Given
    send(ProviderCommands.CREATE, change());

    // Then
    assertThat(send(ProviderCommands.CHECK, new JsonObject().put("name", "changed")))
        .isEqualTo(JsonArray.of(new JsonObject().put("field", "name")));
    assertThat(send(ProviderCommands.CHECK, new JsonObject().put("name", "free")))
        .isEqualTo(new JsonArray());
  }

  private static JsonObject change() {
    return Providers.named("changed");
  }

  private static Object send(String address, Object body) {
    DeliveryOptions options =
        new DeliveryOptions().setSendTimeout(20_000).addHeader("subject", "stranger");
    return vertx.eventBus().request(address, body, options).await().body();
  }

  private static ReplyException refusal(String address, Object body) {
    return catchThrowableOfType(ReplyException.class, () -> send(address, body));
  }

  private static Row event() {
    return pool.query("SELECT subject, request_id FROM event").execute().await().iterator().next();
  }

  private static void assertNothingStored() {
    Row counts =
        pool.query(
                "SELECT (SELECT count(*) FROM provider) AS providers,"
                    + " (SELECT count(*) FROM event) AS events")
            .execute()
            .await()
            .iterator()
            .next();
    assertThat(counts.getLong("providers")).isZero();
    assertThat(counts.getLong("events")).isZero();
  }
}
