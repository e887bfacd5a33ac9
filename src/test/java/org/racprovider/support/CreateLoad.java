package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * Callers that create providers, each its next when the last is answered, and remember what the
 * server said of each. Every one has a name of its own and one property mapping.
 */
public final class CreateLoad {

  /** No answer came: the connection was refused or cut, or the caller's patience ended. */
  public static final int NONE = 0;

  /** A line {@code <name>|<links>|<events>} for each provider. */
  public static final String STORED =
      """
      SELECT name || '|' || (SELECT count(*) FROM provider_property_mapping WHERE provider = pk)
                  || '|' || coalesce(events.count, 0)
      FROM provider
      LEFT JOIN (SELECT (provider->>'pk')::int AS pk, count(*) FROM event GROUP BY 1) AS events
          USING (pk)
      """;

  private static final String FLOW = "0f10f10f-0000-4000-8000-000000000001";
  private static final String MAPPING = "0ba9ba9b-0000-4000-8000-000000000001";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 20;
  private static final AtomicInteger SERIES = new AtomicInteger();

  private final Vertx vertx;
  private final WebClient client;
  private final int port;
  private final String bearer;
  private final Map<String, Integer> answers = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicLong slowestMillis = new AtomicLong();
  private final String prefix = "load " + SERIES.incrementAndGet() + "-";
  private volatile boolean stopping;
  private CountDownLatch callers = new CountDownLatch(0);

  public CreateLoad(Vertx vertx, int port, String bearer) {
    this.vertx = vertx;
    this.client =
        WebClient.create(vertx, new WebClientOptions(), new PoolOptions().setHttp1MaxSize(64));
    this.port = port;
    this.bearer = bearer;
  }

  /** Starts so many callers. */
  public CreateLoad start(int concurrency) {
    callers = new CountDownLatch(concurrency);
    for (int i = 0; i < concurrency; i++) {
      next();
    }
    return this;
  }

  /** Lets the callers end, and waits until each has its answer. */
  public CreateLoad stop() throws InterruptedException {
    stopping = true;
    assertThat(callers.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return this;
  }

  public Set<Integer> statuses() {
    return Set.copyOf(answers.values());
  }

  public Duration slowest() {
    return Duration.ofMillis(slowestMillis.get());
  }

  /** How many were answered with this status. */
  public long count(int status) {
    return answers.values().stream().filter(each -> each == status).count();
  }

  /**
   * What the server said is what the database holds: each created provider once, with its link and
   * its event; none that was refused; no other that has an answer.
   *
   * @param stored the rows of {@link #STORED}
   */
  public void checkAgainst(List<String> stored) {
    List<String> mine = mine(stored);
    assertThat(mine).allSatisfy(line -> assertThat(line).endsWith("|1|1")).doesNotHaveDuplicates();
    Set<String> names = names(mine);
    assertThat(names).hasSameSizeAs(mine).containsAll(named(Set.of(201)));
    assertThat(named(Set.of(201, 504, NONE))).containsAll(names);
  }

  /** The stored providers whose callers got no answer. */
  public Set<String> unanswered(List<String> stored) {
    Set<String> names = names(mine(stored));
    names.retainAll(named(Set.of(NONE)));
    return names;
  }

  private List<String> mine(List<String> stored) {
    return stored.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  private static Set<String> names(List<String> stored) {
    return stored.stream().map(line -> line.split("\\|")[0]).collect(Collectors.toSet());
  }

  private Set<String> named(Set<Integer> statuses) {
    return answers.entrySet().stream()
        .filter(answer -> statuses.contains(answer.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void next() {
    if (stopping) {
      callers.countDown();
      return;
    }
    String name = prefix + count.incrementAndGet();
    long begun = System.nanoTime();
    request()
        .sendJsonObject(body(name))
        .map(response -> response.statusCode())
        .otherwise(NONE)
        .onSuccess(
            status -> {
              answers.put(name, status);
              long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
              slowestMillis.accumulateAndGet(millis, Math::max);
              vertx.setTimer(status == 201 ? 1 : PAUSE_MILLIS, pause -> next());
            });
  }

  private HttpRequest<Buffer> request() {
    return client
        .post(port, "127.0.0.1", "/api/v3/providers/rac/")
        .putHeader("Authorization", bearer)
        .timeout(PATIENCE.toMillis());
  }

  private static JsonObject body(String name) {
    return new JsonObject()
        .put("name", name)
        .put("authorization_flow", FLOW)
        .put("property_mappings", List.of(MAPPING));
  }
}
