package org.racprovider.tracing;

import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.Set;
import org.racprovider.start.StartFailure;

/**
 * Distributed tracing with OpenTelemetry, switched on by OpenTelemetry's own variables. While it is
 * off, no class of OpenTelemetry is loaded.
 */
public sealed interface Tracing extends AutoCloseable permits Tracing.Off, OpenTelemetryTracing {

  /**
   * Configures tracing from the environment.
   *
   * @throws StartFailure if OpenTelemetry rejects a variable
   */
  static Tracing of(Map<String, String> environment) {
    boolean hasEndpoint =
        environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
            || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    String exporter =
        environment.getOrDefault("OTEL_TRACES_EXPORTER", hasEndpoint ? "otlp" : "none");
    return Set.of("none", "").contains(exporter) ? new Off() : OpenTelemetryTracing.of(environment);
  }

  /** Returns a builder of a Vert.x instance, which traces if tracing is on. */
  VertxBuilder builder(VertxOptions options);

  /** Sends the remaining spans. Blocks for 2 s at most. */
  @Override
  void close();

  /** No tracing. */
  record Off() implements Tracing {

    @Override
    public VertxBuilder builder(VertxOptions options) {
      return Vertx.builder().with(options);
    }

    @Override
    public void close() {
      // Nothing was opened.
    }
  }
}
