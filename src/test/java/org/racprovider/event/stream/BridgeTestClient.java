package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.racprovider.event.ProviderEvents;
import org.racprovider.support.TestServer;

/** A client of the bridge: a raw WebSocket, or one with SockJS framing. */
final class BridgeTestClient implements AutoCloseable {

  static final String BARE = "/eventbus/websocket";
  static final String FRAMED = "/eventbus/1/abcdefgh/websocket";
  static final Duration TIMEOUT = Duration.ofSeconds(60);

  private static final String WITHOUT_POSITION =
      "SELECT FROM event_batch WHERE position IS NULL LIMIT 1";

  private final BlockingQueue<JsonObject> received = new LinkedBlockingQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final boolean framed;
  private final WebSocketClient client;
  private final WebSocket socket;

  BridgeTestClient(Vertx vertx, int port, String path) {
    framed = path.equals(FRAMED);
    client = vertx.createWebSocketClient(new WebSocketClientOptions().setMaxMessageSize(8 << 20));
    socket = client.connect(port, "127.0.0.1", path).await();
    socket.closeHandler(ignored -> closed.countDown());
    socket.handler(frame -> bytes.addAndGet(frame.length()));
    socket.binaryMessageHandler(message -> received.add(message.toJsonObject()));
    socket.textMessageHandler(this::receiveFrame);
  }

  /**
   * Waits until all events have positions. A client that registers afterwards receives only later
   * events.
   */
  static void awaitPositions(TestServer server) {
    Pool pool = server.database().pool(server.vertx());
    await().atMost(TIMEOUT).until(() -> pool.query(WITHOUT_POSITION).execute().await().size() == 0);
    pool.close().await();
  }

  private void receiveFrame(String frame) {
    if (frame.startsWith("a")) {
      new JsonArray(frame.substring(1))
          .forEach(message -> received.add(new JsonObject((String) message)));
    }
  }

  static JsonObject message(String type, String address, String bearer) {
    JsonObject headers = new JsonObject();
    if (bearer != null) {
      headers.put("Authorization", bearer);
    }
    return new JsonObject()
        .put("type", type)
        .put("address", address)
        .put("replyAddress", "reply")
        .put("headers", headers);
  }

  void send(JsonObject message) {
    send(message.encode());
  }

  void send(String message) {
    socket.writeTextMessage(framed ? JsonArray.of(message).encode() : message);
  }

  void register(String bearer) {
    send(message("register", ProviderEvents.PUBLISHED, bearer));
  }

  void read(String bearer, int limit) {
    send(
        message("send", ProviderEvents.READ, bearer)
            .put("body", new JsonObject().put("limit", limit)));
  }

  /** Registers, and waits until the server has done so. */
  BridgeTestClient listen(String bearer) throws InterruptedException {
    register(bearer);
    read(bearer, 1);
    assertThat(next().getString("type")).isEqualTo("rec");
    return this;
  }

  /** Waits for the next message. */
  JsonObject next() throws InterruptedException {
    JsonObject message = received.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).as("a message of the server").isNotNull();
    return message;
  }

  void stopReading() {
    socket.pause();
  }

  void readAgain() {
    socket.resume();
  }

  long receivedBytes() {
    return bytes.get();
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  Short closeStatus() {
    return socket.closeStatusCode();
  }

  void awaitClose() {
    await().atMost(TIMEOUT).until(this::isClosed);
  }

  /** Detects by a write that the server has closed, because this client does not read. */
  void awaitCloseByWriting() {
    awaitCloseWhile(() -> send("{\"type\":\"ping\"}"));
  }

  /** Writes again and again until the connection is closed. */
  void awaitCloseWhile(Runnable write) {
    await()
        .atMost(TIMEOUT)
        .until(
            () -> {
              write.run();
              return isClosed();
            });
  }

  @Override
  public void close() {
    client.close().await();
  }
}
