package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.racprovider.event.stream.BridgeTestClient.BARE;
import static org.racprovider.event.stream.BridgeTestClient.TIMEOUT;
import static org.racprovider.event.stream.BridgeTestClient.message;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.TestServer;

/** The event-bus bridge over a bare WebSocket, in the protocol of the public client. */
class EventBridgeIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final int LARGE_EVENTS = 400;
  private static final String UNPUBLISHED =
      """
      SELECT newest FROM event_feed
      WHERE published < newest OR EXISTS (SELECT FROM event_batch WHERE position IS NULL)
      """;

  private final String viewer = SERVER.bearer("viewer");
  private BridgeTestClient client;

  @BeforeEach
  void connect() {
    BridgeTestClient.awaitPositions(SERVER);
    client = new BridgeTestClient(SERVER.vertx(), SERVER.port(), BARE);
  }

  @AfterEach
  void disconnect() {
    client.close();
  }

  @Test
  void sendsEventsToACallerWhoMayViewProviders() throws Exception {
    // Given
    client.listen(viewer);

    // When
    int pk = create();

    // Then
    JsonObject message = client.next();
    assertThat(message.getString("type")).isEqualTo("rec");
    assertThat(message.getString("address")).isEqualTo("rac.provider.events");
    assertThat(message.getJsonObject("body").getJsonObject("model").getInteger("pk")).isEqualTo(pk);
  }

  @Test
  void sendsNoEventsAfterUnregister() throws Exception {
    // Given
    client.listen(viewer);

    // When
    client.send(message("unregister", ProviderEvents.PUBLISHED, null));
    client.read(viewer, 1);
    assertThat(client.next().getString("address")).isEqualTo("reply");
    create();
    awaitPublished();
    client.listen(viewer);
    int pk = create();

    // Then
    JsonObject event = client.next().getJsonObject("body");
    assertThat(event.getJsonObject("model").getInteger("pk")).isEqualTo(pk);
  }

  @Test
  void readsMissedEvents() throws Exception {
    // When
    create();
    client.read(viewer, 1);

    // Then
    JsonObject reply = client.next();
    assertThat(reply.getString("type")).isEqualTo("rec");
    assertThat(reply.getString("address")).isEqualTo("reply");
    assertThat(reply.getJsonObject("body").getLong("oldest")).isOne();
  }

  @Test
  void reportsFailedReadsWithTheirStatus() throws Exception {
    // When
    client.send(
        message("send", ProviderEvents.READ, viewer)
            .put("body", new JsonObject().put("after", 1_000_000_000)));

    // Then
    JsonObject failure = client.next();
    assertThat(failure.getString("type")).isEqualTo("err");
    assertThat(failure.getString("address")).isEqualTo("reply");
    assertThat(failure.getInteger("failureCode")).isEqualTo(410);
    assertThat(failure.getString("failureType")).isEqualTo("RECIPIENT_FAILURE");
    assertThat(failure.getString("message")).contains("\"newest\":");
    client.send(message("send", ProviderEvents.READ, viewer).put("body", "no object"));
    assertThat(client.next().getInteger("failureCode")).isEqualTo(400);
  }

  @Test
  void refusesWithoutPermissionOrToken() throws Exception {
    client.register(SERVER.bearer("nobody"));
    assertRefused("rejected");
    client.register(null);
    assertRefused("rejected");
    client.read(SERVER.bearer("adder"), 1);
    assertRefused("rejected");
  }

  @Test
  void refusesAnotherCallerThanTheFirst() throws Exception {
    client.listen(viewer);
    client.read(SERVER.bearer("akadmin"), 1);
    assertRefused("rejected");
  }

  @Test
  void refusesOtherAddressesAndPublishing() throws Exception {
    String bearer = SERVER.bearer("akadmin");
    client.send(message("register", "rac.provider.create", bearer));
    assertRefused("access_denied");
    client.send(message("register", "x".repeat(201), bearer));
    assertRefused("max_address_length_reached");
    client.send(message("unregister", "rac.provider.create", bearer));
    assertRefused("access_denied");
    client.send(message("send", "rac.provider.create", bearer).put("body", new JsonObject()));
    assertRefused("access_denied");
    client.send(message("publish", "rac.provider.events", bearer).put("body", new JsonObject()));
    assertRefused("rejected");
  }

  @Test
  void registersOnce() throws Exception {
    client.listen(viewer).register(viewer);
    assertRefused("address_already_registered");
  }

  @Test
  void refusesLongReplyAddresses() throws Exception {
    client.send(
        message("send", ProviderEvents.READ, viewer)
            .put("replyAddress", "r".repeat(37))
            .put("body", new JsonObject()));
    assertRefused("invalid_reply_address");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nothing | invalid_json",
        "[] | invalid_json",
        "{} | missing_type",
        "{\"type\":1} | missing_type",
        "{\"type\":\"send\"} | missing_address",
        "{\"type\":\"send\",\"address\":[]} | missing_address",
        "{\"type\":\"other\",\"address\":\"a\"} | invalid_type",
        "{\"type\":\"register\",\"address\":\"a\",\"headers\":1} | rejected"
      })
  void reportsTheErrorOfAnInvalidMessage(String message, String reason) throws Exception {
    client.send(message);
    assertRefused(reason);
  }

  @Test
  void refusesAMessageWithManyValues() throws Exception {
    client.send("{\"type\":\"ping\",\"x\":[" + "{},".repeat(2000) + "{}]}");
    assertRefused("rejected");
  }

  @Test
  void closesWhenTheTokenExpires() {
    // When: the server accepts a token for 30 s more
    client.register(SERVER.bearer("viewer", Duration.ofSeconds(-27)));

    // Then
    client.awaitClose();
  }

  @Test
  void keepsEventsInOrderAndRepliesWhileAClientPauses() throws Exception {
    // Given
    client.listen(viewer);
    client.stopReading();
    storeLargeEvents();
    awaitPublished();

    // When
    client.read(viewer, 1);
    client.readAgain();

    // Then
    List<Long> ids = new ArrayList<>();
    int eventsBeforeTheReply = 0;
    while (ids.size() < LARGE_EVENTS || eventsBeforeTheReply == 0) {
      JsonObject message = client.next();
      if (message.getString("address").equals("reply")) {
        eventsBeforeTheReply = ids.size();
      } else {
        ids.add(message.getJsonObject("body").getLong("id"));
      }
    }
    assertThat(eventsBeforeTheReply).isLessThan(LARGE_EVENTS);
    long first = ids.get(0);
    assertThat(ids).isEqualTo(LongStream.range(first, first + LARGE_EVENTS).boxed().toList());
    assertThat(client.isClosed()).isFalse();
  }

  @Test
  void namesNoOtherHostInItsPages() {
    String page = SERVER.client().send("GET", "/eventbus/iframe.html", null).bodyAsString();

    assertThat(page).contains("<script").doesNotContain("src=\"http", "src=\"//");
  }

  /** More than the buffers between server and client hold. */
  private static void storeLargeEvents() {
    SERVER
        .database()
        .execute(
            """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('text', repeat('x', 50000)), 's', 'r'
        FROM generate_series(1, %d)
        """
                .formatted(LARGE_EVENTS));
  }

  private static void awaitPublished() {
    Pool pool = SERVER.database().pool(SERVER.vertx());
    await().atMost(TIMEOUT).until(() -> pool.query(UNPUBLISHED).execute().await().size() == 0);
    pool.close().await();
  }

  private void assertRefused(String reason) throws InterruptedException {
    assertThat(client.next()).isEqualTo(new JsonObject().put("type", "err").put("body", reason));
  }

  private static int create() {
    JsonObject body =
        new JsonObject()
            .put("name", "bridge " + UUID.randomUUID())
            .put("authorization_flow", "0f10f10f-0000-4000-8000-000000000001");
    return SERVER
        .client("akadmin")
        .send("POST", "/api/v3/providers/rac/", body)
        .bodyAsJsonObject()
        .getInteger("pk");
  }
}
