package org.racprovider.tracing;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.tracing.opentelemetry.OpenTelemetryTracingFactory;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Spans of HTTP requests, bus messages and SQL statements, sent by OpenTelemetry's SDK. */
final class OpenTelemetryTracing implements Tracing {

  private static final long CLOSE_TIMEOUT_SECONDS = 2;

  /** Only traces are exported. The only exporter that is packaged is OTLP over HTTP. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "otel.service.name", "rac-provider-server",
          "otel.traces.exporter", "otlp",
          "otel.metrics.exporter", "none",
          "otel.logs.exporter", "none",
          "otel.exporter.otlp.protocol", "http/protobuf");

  private final OpenTelemetrySdk sdk;

  private OpenTelemetryTracing(OpenTelemetrySdk sdk) {
    this.sdk = sdk;
  }

  static OpenTelemetryTracing of(Map<String, String> environment) {
    bridgeLogs();
    try {
      return new OpenTelemetryTracing(
          AutoConfiguredOpenTelemetrySdk.builder()
              .addPropertiesSupplier(() -> properties(environment))
              .disableShutdownHook()
              .build()
              .getOpenTelemetrySdk());
    } catch (ConfigurationException e) {
      throw new StartFailure(ExitCode.BAD_CONFIGURATION, "OTEL_…: " + e.getMessage());
    }
  }

  @Override
  public VertxBuilder builder(VertxOptions options) {
    return Vertx.builder().with(options).withTracer(new OpenTelemetryTracingFactory(sdk));
  }

  @Override
  public void close() {
    sdk.getSdkTracerProvider().shutdown().join(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
  }

  /** Sends the log of the SDK to SLF4J. The SDK logs with {@code java.util.logging}. */
  private static void bridgeLogs() {
    if (!SLF4JBridgeHandler.isInstalled()) {
      SLF4JBridgeHandler.removeHandlersForRootLogger();
      SLF4JBridgeHandler.install();
    }
  }

  private static Map<String, String> properties(Map<String, String> environment) {
    Map<String, String> properties = new HashMap<>(DEFAULTS);
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("OTEL_")) {
            properties.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    return properties;
  }
}
