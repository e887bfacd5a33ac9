package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tokens;

/** A create with an Idempotency-Key can be sent again, to the same node or to another. */
class IdempotencyIT {

  @Order(1)
  @RegisterExtension
  static final TestServer ONE = TestServer.withDatabase(Map.of());

  @Order(3)
  @RegisterExtension
  static final TestServer OTHER = new TestServer(ONE.database(), Map.of());

  private static WebClient client;

  @BeforeAll
  static void createClient() {
    client = WebClient.create(ONE.vertx());
  }

  @Test
  void repeatsTheResponse() {
    HttpResponse<Buffer> first = create(ONE, "akadmin", "again", body("again")).await();
    HttpResponse<Buffer> second = create(OTHER, "akadmin", "again", body("again")).await();

    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.getHeader("Idempotent-Replayed")).isNull();
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.getHeader("Idempotent-Replayed")).isEqualTo("true");
    assertThat(second.bodyAsString()).isEqualTo(first.bodyAsString());
  }

  @Test
  void refusesAnotherBodyWithTheSameKey() {
    create(ONE, "akadmin", "other body", body("other body 1")).await();

    HttpResponse<Buffer> refused =
        create(ONE, "akadmin", "other body", body("other body 2")).await();

    assertThat(refused.statusCode()).isEqualTo(422);
    assertThat(refused.bodyAsString())
        .isEqualTo("{\"detail\":\"This Idempotency-Key was used with another body.\"}");
  }

  @Test
  void separatesTheKeysOfCallers() {
    assertThat(create(ONE, "akadmin", "mine", body("mine")).await().statusCode()).isEqualTo(201);
    assertThat(create(ONE, "full", "mine", body("yours")).await().statusCode()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"sub\":\"\"}", "{\"sub\":1}"})
  void refusesTokensWithoutASubject(String sub) {
    // Given
    Tokens tokens = new Tokens(ONE.vertx(), ServerProcess.SECRET);
    JsonObject claims = tokens.claims("akadmin", Duration.ofHours(1));
    claims.remove("sub");
    String bearer = "Bearer " + tokens.sign(claims.mergeIn(new JsonObject(sub)));

    // When
    HttpResponse<Buffer> refused = create(ONE.port(), bearer, "nameless", body("nameless")).await();

    // Then
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.bodyAsString())
        .isEqualTo(
            "{\"detail\":\"Idempotency-Key needs a token whose sub says who the caller is.\"}");
  }

  @Test
  void doesNotStoreTheKeyOfARefusedCreate() {
    create(ONE, "akadmin", "taken", body("taken")).await();

    HttpResponse<Buffer> refused = create(ONE, "akadmin", "fixed", body("taken")).await();
    HttpResponse<Buffer> fixed = create(ONE, "akadmin", "fixed", body("fixed")).await();

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.bodyAsString())
        .isEqualTo("{\"name\":[\"provider with this name already exists.\"]}");
    assertThat(fixed.statusCode()).isEqualTo(201);
  }

  @Test
  void forgetsAKeyAfterADay() {
    int first = Providers.pk(create(ONE, "akadmin", "old", body("old")).await());
    ONE.database().execute("UPDATE idempotency_key SET created = created - interval '25 hours'");

    int second = Providers.pk(create(ONE, "akadmin", "old", body("old, but new")).await());

    assertThat(second).isNotEqualTo(first);
  }

  @Test
  void createsOnceForConcurrentRequests() {
    for (int i = 0; i < 20; i++) {
      // Given
      String name = "at once " + i;
      List<Future<HttpResponse<Buffer>>> sent = new ArrayList<>();

      // When
      for (int copy = 0; copy < 5; copy++) {
        sent.add(create(copy % 2 == 0 ? ONE : OTHER, "akadmin", name, body(name)));
      }
      List<HttpResponse<Buffer>> responses = Future.all(sent).await().list();

      // Then
      assertThat(responses).allMatch(response -> response.statusCode() == 201);
      assertThat(responses.stream().map(Providers::pk).distinct()).hasSize(1);
      assertThat(responses)
          .filteredOn(response -> response.getHeader("Idempotent-Replayed") == null)
          .hasSize(1);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\u00e9", "a\tb"})
  void refusesKeysThatAreNotPrintable(String key) {
    assertThat(create(ONE, "akadmin", key, body("bad key")).await().statusCode()).isEqualTo(400);
  }

  @Test
  void refusesKeysThatAreTooLong() {
    HttpResponse<Buffer> refused =
        create(ONE, "akadmin", "x".repeat(256), body("long key")).await();

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.bodyAsString())
        .isEqualTo("{\"detail\":\"Idempotency-Key must be 1 to 255 printable ASCII characters.\"}");
  }

  private static JsonObject body(String name) {
    return Providers.named("idempotent " + name)
        .put("settings", new JsonObject().put("b", 1).put("a", 2));
  }

  private static Future<HttpResponse<Buffer>> create(
      TestServer server, String caller, String key, JsonObject body) {
    return create(server.port(), server.bearer(caller), key, body);
  }

  private static Future<HttpResponse<Buffer>> create(
      int port, String bearer, String key, JsonObject body) {
    return client
        .post(port, "127.0.0.1", Providers.PATH)
        .putHeader("Authorization", bearer)
        .putHeader("Idempotency-Key", key)
        .sendJsonObject(body);
  }
}
