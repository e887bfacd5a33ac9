package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Readiness;
import org.racprovider.config.DatabaseConfig;
import org.racprovider.support.PostgresServer;

@ExtendWith(VertxExtension.class)
class PersistenceVerticleIT {

  private static final int CHECKS = 200;

  @Test
  void concurrentChecksShareOneProbe(Vertx vertx) throws Exception {
    try (PostgresServer postgres = PostgresServer.create()) {
      // Given
      postgres.execute("ALTER DATABASE postgres SET log_statement = 'all'");
      Duration time = Duration.ofSeconds(20);
      DatabaseConfig database = new DatabaseConfig(postgres.uri(), 2, time, time);
      MeterRegistry registry = new SimpleMeterRegistry();
      DatabaseClient client = new DatabaseClient(vertx, database, 4);
      String deployment =
          vertx.deployVerticle(new PersistenceVerticle(client, List.of(), registry)).await();

      await().ignoreExceptions().until(() -> check(vertx).await() != null);

      // When
      var checks = IntStream.range(0, CHECKS).mapToObj(i -> check(vertx)).toList();
      Future.all(checks).await();
      vertx.undeploy(deployment).await();

      // Then
      assertThat(postgres.log().split("transaction_read_only", -1)).hasSizeBetween(2, CHECKS / 10);
    }
  }

  private static Future<Message<Object>> check(Vertx vertx) {
    return vertx.eventBus().request(Readiness.CHECK, new JsonObject());
  }
}
