package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.Postgres;
import org.racprovider.support.TestServer;

/** The event-bus bridge over a bare WebSocket, in the protocol of the public client. */
class EventBridgeIT {

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.empty();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER = new TestServer(POSTGRES, Map.of());

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int LARGE_EVENTS = 400;
  private static final String UNPUBLISHED =
      """
      SELECT newest FROM event_feed
      WHERE published < newest OR EXISTS (SELECT FROM event_batch WHERE position IS NULL)
      """;

  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private WebSocketClient client;
  private WebSocket socket;

  @BeforeEach
  void connect() {
    client = SERVER.vertx().createWebSocketClient();
    socket = client.connect(SERVER.port(), "127.0.0.1", "/eventbus/websocket").await();
    socket.handler(frame -> received.add(frame.toJsonObject()));
    socket.closeHandler(gone -> closed.countDown());
  }

  @AfterEach
  void disconnect() {
    client.close().await();
  }

  @Test
  void bringsEventsToWhoMayViewProviders() throws Exception {
    // Given
    listen();

    // When
    int pk = create();

    // Then
    JsonObject message = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(message.getString("type")).isEqualTo("rec");
    assertThat(message.getString("address")).isEqualTo("rac.provider.events");
    assertThat(message.getJsonObject("body").getJsonObject("model").getInteger("pk")).isEqualTo(pk);
  }

  @Test
  void readsMissedEvents() throws Exception {
    // When
    create();
    ask(SERVER.bearer("viewer"), new JsonObject().put("limit", 1));

    // Then
    JsonObject reply = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(reply.getString("address")).isEqualTo("reply");
    assertThat(reply.getJsonObject("body").getLong("oldest")).isOne();
  }

  @Test
  void refusesWithoutPermissionOrToken() throws Exception {
    register("rac.provider.events", SERVER.bearer("nobody"));
    assertRefused("rejected");
    register("rac.provider.events", null);
    assertRefused("rejected");
    ask(SERVER.bearer("adder"), new JsonObject());
    assertRefused("rejected");
  }

  @Test
  void offersNothingElse() throws Exception {
    String bearer = SERVER.bearer("akadmin");
    register("rac.provider.create", bearer);
    assertRefused("access_denied");
    send("send", "rac.provider.create", bearer, new JsonObject());
    assertRefused("access_denied");
    send("publish", "rac.provider.events", bearer, new JsonObject());
    assertRefused("rejected");
  }

  @Test
  void endsWithItsToken() throws Exception {
    // When: the clocks may differ by 30 s
    register("rac.provider.events", SERVER.bearer("viewer", Duration.ofSeconds(-22)));

    // Then
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void keepsEventsFromAClientThatTakesNothingForAMomentAndAnswersIt() throws Exception {
    // Given
    listen();
    socket.pause();
    storeLargeEvents();
    awaitPublished();

    // When
    ask(SERVER.bearer("viewer"), new JsonObject().put("limit", 1));
    TimeUnit.MILLISECONDS.sleep(300);
    socket.resume();

    // Then
    assertThat(eventsBeforeTheReply()).isBetween(1, LARGE_EVENTS - 1);
    ask(SERVER.bearer("viewer"), new JsonObject().put("limit", 1));
    assertThat(eventsBeforeTheReply()).isZero();
    assertThat(closed.getCount()).isOne();
  }

  @Test
  void cutsOffAClientThatTakesNothingForSeconds() throws Exception {
    // Given
    listen();

    // When
    socket.pause();
    storeLargeEvents();
    awaitPublished();
    TimeUnit.SECONDS.sleep(8);
    socket.resume();

    // Then
    assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void namesNoOtherHostInItsPages() {
    String page = SERVER.client().send("GET", "/eventbus/iframe.html", null).bodyAsString();

    assertThat(page).contains("<script").doesNotContain("src=\"http", "src=\"//");
  }

  private void listen() throws InterruptedException {
    register("rac.provider.events", SERVER.bearer("viewer"));
    ask(SERVER.bearer("viewer"), new JsonObject().put("limit", 1));
    assertThat(received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
  }

  /** More than the buffers between server and client hold. */
  private static void storeLargeEvents() {
    POSTGRES.execute(
        """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('text', repeat('x', 50000)), 's', 'r'
        FROM generate_series(1, %d)
        """
            .formatted(LARGE_EVENTS));
  }

  private static void awaitPublished() {
    Pool pool = POSTGRES.pool(SERVER.vertx());
    await().atMost(PATIENCE).until(() -> pool.query(UNPUBLISHED).execute().await().size() == 0);
    pool.close().await();
  }

  private int eventsBeforeTheReply() throws InterruptedException {
    int events = 0;
    while (!received
        .poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .getString("address")
        .equals("reply")) {
      events++;
    }
    return events;
  }

  private void register(String address, String bearer) {
    send("register", address, bearer, null);
  }

  private void ask(String bearer, JsonObject body) {
    socket.writeTextMessage(message("send", ProviderEvents.READ, bearer, body).encode());
  }

  private void send(String type, String address, String bearer, JsonObject body) {
    socket.writeTextMessage(message(type, address, bearer, body).encode());
  }

  private static JsonObject message(String type, String address, String bearer, JsonObject body) {
    JsonObject headers = new JsonObject();
    if (bearer != null) {
      headers.put("Authorization", bearer);
    }
    return new JsonObject()
        .put("type", type)
        .put("address", address)
        .put("replyAddress", "reply")
        .put("headers", headers)
        .put("body", body);
  }

  private void assertRefused(String reason) throws InterruptedException {
    JsonObject answer = received.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(answer).isEqualTo(new JsonObject().put("type", "err").put("body", reason));
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
