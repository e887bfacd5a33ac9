package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Readiness;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.support.PostgresServer;

class PersistenceVerticleIT {

  private static final int PROBES = 200;

  @Test
  void asksTheDatabaseOnceHoweverManyProbeAtATime() throws Exception {
    try (PostgresServer postgres = PostgresServer.create()) {
      // Given
      postgres.execute("ALTER DATABASE postgres SET log_statement = 'all'");
      Vertx vertx = Vertx.vertx();
      Duration time = Duration.ofSeconds(20);
      DatabaseConfig database = new DatabaseConfig(postgres.uri(), 2, time, time);
      MeterRegistry registry = new SimpleMeterRegistry();
      DatabaseClient client = new DatabaseClient(vertx, database, registry);
      vertx.deployVerticle(new PersistenceVerticle(client, List.of(), registry)).await();

      // When
      var probes =
          IntStream.range(0, PROBES)
              .mapToObj(i -> vertx.eventBus().request(Readiness.CHECK, new JsonObject()))
              .toList();
      Future.all(probes).await();
      vertx.close().await();

      // Then
      assertThat(postgres.log().split("transaction_read_only", -1)).hasSizeBetween(2, PROBES / 10);
    }
  }
}
