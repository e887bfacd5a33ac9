package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/**
 * Callers that create providers, each with a key of its own, and send each again until the server
 * says that it is there.
 */
public final class KeyedCreates {

  /** A line {@code <name>|<pk>|<events>} for each provider. */
  public static final String STORED =
      """
      SELECT name || '|' || pk || '|' || coalesce(events.count, 0)
      FROM provider
      LEFT JOIN (SELECT (provider->>'pk')::int AS pk, count(*) FROM event GROUP BY 1) AS events
          USING (pk)
      WHERE name LIKE 'keyed %'
      """;

  private static final String FLOW = "0f10f10f-0000-4000-8000-000000000001";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 20;

  private final Vertx vertx;
  private final WebClient client;
  private final int port;
  private final String bearer;
  private final Map<String, Integer> created = new ConcurrentHashMap<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger replayed = new AtomicInteger();
  private volatile boolean stopping;
  private CountDownLatch callers = new CountDownLatch(0);

  public KeyedCreates(Vertx vertx, int port, String bearer) {
    this.vertx = vertx;
    this.client =
        WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(64));
    this.port = port;
    this.bearer = bearer;
  }

  /** Starts so many callers. */
  public KeyedCreates start(int concurrency) {
    callers = new CountDownLatch(concurrency);
    for (int i = 0; i < concurrency; i++) {
      next();
    }
    return this;
  }

  /** Lets the callers end, each when what it creates is there. */
  public void stop() throws InterruptedException {
    stopping = true;
    assertThat(callers.await(3 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** What the server said is there, in lines of {@link #STORED} with one event each. */
  public Set<String> created() {
    return created.entrySet().stream()
        .map(each -> "%s|%d|1".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.toSet());
  }

  /** How many were there already when they were sent again. */
  public int replayed() {
    return replayed.get();
  }

  /** What was answered otherwise than that it may be sent again. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  private void next() {
    if (stopping) {
      callers.countDown();
    } else {
      send("keyed " + begun.incrementAndGet());
    }
  }

  private void send(String name) {
    client
        .post(port, "127.0.0.1", "/api/v3/providers/rac/")
        .putHeader("Authorization", bearer)
        .putHeader("Idempotency-Key", name)
        .timeout(PATIENCE.toMillis())
        .sendJsonObject(new JsonObject().put("name", name).put("authorization_flow", FLOW))
        .onSuccess(answer -> take(name, answer))
        .onFailure(none -> again(name));
  }

  private void take(String name, HttpResponse<Buffer> answer) {
    switch (answer.statusCode()) {
      case 201 -> {
        created.put(name, answer.bodyAsJsonObject().getInteger("pk"));
        if (answer.getHeader("Idempotent-Replayed") != null) {
          replayed.incrementAndGet();
        }
        vertx.runOnContext(turn -> next());
      }
      case 503, 504 -> again(name);
      default -> {
        refused.add(name + ": " + answer.statusCode() + " " + answer.bodyAsString());
        vertx.runOnContext(turn -> next());
      }
    }
  }

  private void again(String name) {
    vertx.setTimer(PAUSE_MILLIS, pause -> send(name));
  }
}
