package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.PoolOptions;
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
 * Callers that create providers sequentially, and record the status of every create. Each provider
 * has a unique name and one property mapping.
 */
public final class CreateLoad {

  /** No response arrived: the connection was refused or cut, or the caller timed out. */
  public static final int NO_RESPONSE = 0;

  /** A line {@code <name>|<mappings>|<events>} for each provider. */
  public static final String STORED =
      """
      SELECT name || '|' || cardinality(property_mappings)
                  || '|' || coalesce(events.count, 0)
      FROM provider
      LEFT JOIN (SELECT (provider->>'pk')::int AS pk, count(*) FROM event GROUP BY 1) AS events
          USING (pk)
      """;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long RETRY_MILLIS = 20;
  private static final AtomicInteger SERIES = new AtomicInteger();

  private final Vertx vertx;
  private final WebClient client;
  private final int port;
  private final String bearer;
  private final Map<String, Integer> statuses = new ConcurrentHashMap<>();
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

  /** Starts this number of callers. */
  public CreateLoad start(int concurrency) {
    callers = new CountDownLatch(concurrency);
    for (int i = 0; i < concurrency; i++) {
      next();
    }
    return this;
  }

  /** Stops the callers, and waits until each has the response of its last request. */
  public CreateLoad stop() throws InterruptedException {
    stopping = true;
    assertThat(callers.await(2 * TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return this;
  }

  public Set<Integer> statuses() {
    return Set.copyOf(statuses.values());
  }

  public Duration slowest() {
    return Duration.ofMillis(slowestMillis.get());
  }

  /** The number of creates with this status. */
  public long count(int status) {
    return statuses.values().stream().filter(each -> each == status).count();
  }

  /**
   * Asserts that the database agrees with the responses. Every confirmed provider is stored once,
   * with its link and its event. A refused provider is not stored.
   *
   * @param stored the rows of {@link #STORED}
   */
  public void checkAgainst(List<String> stored) {
    List<String> own = own(stored);
    assertThat(own).allSatisfy(line -> assertThat(line).endsWith("|1|1")).doesNotHaveDuplicates();
    Set<String> names = names(own);
    assertThat(names).hasSameSizeAs(own).containsAll(withStatus(Set.of(201)));
    assertThat(withStatus(Set.of(201, 504, NO_RESPONSE))).containsAll(names);
  }

  /** The names of stored providers whose callers got no response. */
  public Set<String> storedWithoutResponse(List<String> stored) {
    Set<String> names = names(own(stored));
    names.retainAll(withStatus(Set.of(NO_RESPONSE)));
    return names;
  }

  private List<String> own(List<String> stored) {
    return stored.stream().filter(line -> line.startsWith(prefix)).toList();
  }

  private static Set<String> names(List<String> stored) {
    return stored.stream().map(line -> line.split("\\|")[0]).collect(Collectors.toSet());
  }

  private Set<String> withStatus(Set<Integer> wanted) {
    return statuses.entrySet().stream()
        .filter(create -> wanted.contains(create.getValue()))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  private void next() {
    if (stopping) {
      callers.countDown();
      return;
    }
    String name = prefix + count.incrementAndGet();
    long started = System.nanoTime();
    request()
        .sendJsonObject(Providers.withMapping(name))
        .map(response -> response.statusCode())
        .otherwise(NO_RESPONSE)
        .onSuccess(
            status -> {
              statuses.put(name, status);
              long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
              slowestMillis.accumulateAndGet(millis, Math::max);
              vertx.setTimer(status == 201 ? 1 : RETRY_MILLIS, ignored -> next());
            });
  }

  private HttpRequest<Buffer> request() {
    return client
        .post(port, "127.0.0.1", Providers.PATH)
        .putHeader("Authorization", bearer)
        .timeout(TIMEOUT.toMillis());
  }
}
