package org.racprovider.tracing;

import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import java.util.Map;
import java.util.Set;
import org.racprovider.start.StartFailure;

/** Traces, which OpenTelemetry's own variables ask for; otherwise nothing of it is loaded. */
public sealed interface Tracing extends AutoCloseable permits Tracing.Off, OpenTelemetryTracing {

  /**
   * What the environment asks for.
   *
   * @throws StartFailure where OpenTelemetry does not understand it
   */
  static Tracing of(Map<String, String> environment) {
    boolean wanted =
        environment.containsKey("OTEL_EXPORTER_OTLP_ENDPOINT")
            || environment.containsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    String exporter = environment.getOrDefault("OTEL_TRACES_EXPORTER", wanted ? "otlp" : "none");
    return Set.of("none", "").contains(exporter) ? new Off() : OpenTelemetryTracing.of(environment);
  }

  /** Makes a Vert.x of these options. */
  VertxBuilder builder(VertxOptions options);

  /** Sends what is left, in 2 s at most; blocks. */
  @Override
  void close();

  /** Nobody asked. */
  record Off() implements Tracing {

    @Override
    public VertxBuilder builder(VertxOptions options) {
      return Vertx.builder().with(options);
    }

    @Override
    public void close() {
      // There is nothing.
    }
  }
}
