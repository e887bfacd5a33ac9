package org.racprovider.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.racprovider.support.Postgres;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;
import org.racprovider.tracing.Spans.Span;

class TracingIT {

  private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
  private static final String CALLER = "00f067aa0ba902b7";
  private static final String COLLECTION = "/api/v3/providers/rac/";
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  private static final Spans SPANS = new Spans();
  private static Vertx vertx;
  private static TestServer server;

  @BeforeAll
  static void start() {
    vertx = Vertx.vertx();
    SPANS.start(vertx);
    server =
        new TestServer(
            POSTGRES,
            Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT", SPANS.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50"));
    server.beforeAll(null);
  }

  @AfterAll
  static void stop() {
    server.afterAll(null);
    vertx.close().await();
  }

  @Test
  void createIsOneTraceFromTheCallerToTheStatement() throws Exception {
    // When
    create("traced", TRACE);

    // Then
    assertChain(TRACE, "rac.provider.create", "INSERT INTO provider ");
  }

  @Test
  void readIsOneTraceFromTheCallerToTheStatement() throws Exception {
    // Given
    String trace = TRACE.replace('4', '5');

    // When
    caller(trace).get(COLLECTION + "1/");

    // Then
    assertChain(trace, "rac.provider.get", "SELECT");
  }

  @Test
  void eventsAreInTheTraceOfTheirCommand() throws Exception {
    // Given
    String trace = TRACE.replace('4', '6');

    // When
    create("with an event", trace);

    // Then
    assertThat(traceparentOfTheLastEvent()).matches("00-" + trace + "-(?!" + CALLER + ")\\w+-01");
  }

  @Test
  void isOffWithoutVariables() {
    assertThat(Tracing.of(Map.of())).isInstanceOf(Tracing.Off.class);
    assertThat(
            Tracing.of(Map.of("OTEL_TRACES_EXPORTER", "none", "OTEL_EXPORTER_OTLP_ENDPOINT", "x")))
        .isInstanceOf(Tracing.Off.class);
  }

  @Test
  void rejectsAnInvalidVariable() {
    assertThatThrownBy(() -> Tracing.of(Map.of("OTEL_TRACES_EXPORTER", "pigeons")))
        .isInstanceOf(StartFailure.class)
        .hasFieldOrPropertyWithValue("exitCode", ExitCode.BAD_CONFIGURATION)
        .hasMessageContaining("pigeons");
  }

  private static String traceparentOfTheLastEvent() {
    Pool pool = POSTGRES.pool(vertx);
    return pool.query("SELECT traceparent FROM event ORDER BY id DESC LIMIT 1")
        .execute()
        .await()
        .iterator()
        .next()
        .getString("traceparent");
  }

  /** The spans HTTP server, bus sent, bus received and SQL: each is the child of the one before. */
  private static void assertChain(String trace, String address, String sql) throws Exception {
    Span statement = spanWhenComplete(trace, span -> span.attributes().contains(sql));
    Span handled = byId(trace, statement.parent());
    Span sent = byId(trace, handled.parent());
    Span request = byId(trace, sent.parent());
    assertThat(handled.attributes()).contains(address);
    assertThat(sent.attributes()).contains(address);
    assertThat(request.parent()).isEqualTo(CALLER);
  }

  private static Span spanWhenComplete(String trace, Predicate<Span> wanted) {
    return await()
        .atMost(TIMEOUT)
        .until(
            () -> SPANS.ofTrace(trace),
            spans ->
                spans.stream().anyMatch(wanted)
                    && spans.stream().anyMatch(span -> span.parent().equals(CALLER)))
        .stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow();
  }

  private static Span byId(String trace, String id) {
    return SPANS.ofTrace(trace).stream()
        .filter(span -> span.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError(id + " is not among " + SPANS.ofTrace(trace)));
  }

  private static JsonObject create(String name, String trace) {
    JsonObject body = Providers.named(name);
    return caller(trace).send("POST", COLLECTION, body).bodyAsJsonObject();
  }

  private static org.racprovider.support.ApiClient caller(String trace) {
    return server.client("akadmin").with("traceparent", "00-" + trace + "-" + CALLER + "-01");
  }
}
