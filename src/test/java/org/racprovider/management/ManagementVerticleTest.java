package org.racprovider.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.racprovider.auth.KeySet;
import org.racprovider.bus.Readiness;
import org.racprovider.config.AppConfig.ManagementConfig;
import org.racprovider.config.JwtConfig;
import org.racprovider.config.Timings;
import org.racprovider.http.HealthProbes;
import org.racprovider.http.Heartbeat;
import org.racprovider.http.ShutdownState;

/** The management port serves while the event loop of the API is blocked. */
class ManagementVerticleTest {

  private static final Duration LIMIT = Duration.ofMillis(500);
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final String LIVE = "/-/health/live/";
  private static final String READY = "/-/health/ready/";

  private final Vertx api = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Vertx management = Vertx.vertx();
  private final CountDownLatch unblocked = new CountDownLatch(1);
  private volatile boolean ready = true;
  private WebClient client;
  private int port;

  @BeforeEach
  void start() {
    api.eventBus().consumer(Readiness.CHECK, this::replyToCheck);
    Heartbeat heartbeat = new Heartbeat(LIMIT);
    api.deployVerticle(heartbeat).await();
    HealthProbes probes =
        new HealthProbes(api.eventBus(), new ShutdownState(), keys(api), heartbeat);
    ManagementVerticle verticle =
        new ManagementVerticle(
            new ManagementConfig("127.0.0.1", 0),
            probes,
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT),
            () -> api.timer(1));
    management.deployVerticle(verticle).await();
    client = WebClient.create(management);
    port = verticle.port();
  }

  private void replyToCheck(Message<JsonObject> check) {
    if (ready) {
      check.reply(new JsonObject());
    } else {
      check.fail(503, "{}");
    }
  }

  @AfterEach
  void stop() {
    unblocked.countDown();
    management.close().await();
    api.close().await();
  }

  private static KeySet keys(Vertx vertx) {
    JwtConfig config =
        new JwtConfig(
            Optional.of("a secret of at least 32 bytes, for tests"),
            Optional.empty(),
            Optional.empty(),
            Duration.ofHours(1),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "permissions");
    return KeySet.of(vertx, config, Timings.DEFAULT);
  }

  @Test
  void readyRespondsWithTheLatestResult() {
    // Given
    assertThat(status(READY)).isEqualTo(200);

    // When
    block();

    // Then
    assertThat(status(READY)).isEqualTo(200);
  }

  @Test
  void readyRespondsWithTheLatestFailure() {
    // Given
    ready = false;
    assertThat(status(READY)).isEqualTo(503);

    // When
    block();

    // Then
    assertThat(status(READY)).isEqualTo(503);
  }

  @Test
  void liveFailsOnceTheEventLoopIsBlockedForLong() {
    // Given
    assertThat(status(LIVE)).isEqualTo(200);

    // When
    block();

    // Then
    await().atMost(TIMEOUT).until(() -> status(LIVE) == 503);
    unblocked.countDown();
    await().atMost(TIMEOUT).until(() -> status(LIVE) == 200);
  }

  @Test
  void metricsRespondWithoutNewValues() {
    // When
    block();

    // Then
    assertThat(status("/-/metrics/")).isEqualTo(200);
  }

  private void block() {
    CountDownLatch begun = new CountDownLatch(1);
    api.runOnContext(
        ignored -> {
          begun.countDown();
          awaitUninterrupted(unblocked);
        });
    awaitUninterrupted(begun);
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      assertThat(latch.await(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private int status(String path) {
    return client.get(port, "127.0.0.1", path).send().await().statusCode();
  }
}
