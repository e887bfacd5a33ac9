package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
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
 * Callers that create providers sequentially, each with a unique {@code Idempotency-Key}. They
 * repeat a create until the server confirms or refuses it.
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

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 20;

  private final Vertx vertx;
  private final WebClient client;
  private final int port;
  private final String bearer;
  private final Map<String, Integer> created = new ConcurrentHashMap<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();
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

  /** Starts this number of callers. */
  public KeyedCreates start(int concurrency) {
    callers = new CountDownLatch(concurrency);
    for (int i = 0; i < concurrency; i++) {
      next();
    }
    return this;
  }

  /** Stops the callers, each when its last create is confirmed or refused. */
  public void stop() throws InterruptedException {
    stopping = true;
    assertThat(callers.await(3 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
  }

  /** The confirmed providers, as lines of {@link #STORED} with one event each. */
  public Set<String> created() {
    return created.entrySet().stream()
        .map(each -> "%s|%d|1".formatted(each.getKey(), each.getValue()))
        .collect(Collectors.toSet());
  }

  /** The number of creates that an earlier request had executed. */
  public int replayed() {
    return replayed.get();
  }

  /** The creates that the server refused permanently, with the response. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  private void next() {
    if (stopping) {
      callers.countDown();
    } else {
      send("keyed " + count.incrementAndGet());
    }
  }

  private void send(String name) {
    client
        .post(port, "127.0.0.1", Providers.PATH)
        .putHeader("Authorization", bearer)
        .putHeader("Idempotency-Key", name)
        .timeout(TIMEOUT.toMillis())
        .sendJsonObject(Providers.named(name))
        .onSuccess(response -> record(name, response))
        .onFailure(ignored -> retry(name));
  }

  private void record(String name, HttpResponse<Buffer> response) {
    switch (response.statusCode()) {
      case 201 -> {
        created.put(name, response.bodyAsJsonObject().getInteger("pk"));
        if (response.getHeader("Idempotent-Replayed") != null) {
          replayed.incrementAndGet();
        }
        vertx.runOnContext(ignored -> next());
      }
      case 503, 504 -> retry(name);
      default -> {
        refused.add(name + ": " + response.statusCode() + " " + response.bodyAsString());
        vertx.runOnContext(ignored -> next());
      }
    }
  }

  private void retry(String name) {
    vertx.setTimer(RETRY_MILLIS, ignored -> send(name));
  }
}
