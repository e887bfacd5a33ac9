package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.CreateLoad;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tokens;

/**
 * Several instances of the persistence verticle lose, double and reorder nothing. Java is told that
 * the machine has 32 processors, so the server has 16 event loops and 4 instances.
 */
@ExtendWith(VertxExtension.class)
class PersistenceInstancesIT {

  private static final int CREATES = 3000;
  private static final int CHANGES = 600;
  private static final int CHANGED_PROVIDERS = 5;
  private static final Set<Integer> ANSWERS = Set.of(200, 503);
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  /** The events in the order of their positions. */
  private static final String FEED =
      """
      WITH feed AS (
          SELECT batch.position - cardinality(batch.events) + member.n AS position,
                 event.type, (event.provider->>'pk')::integer AS pk,
                 event.provider->>'connection_expiry' AS connection_expiry
          FROM event_batch AS batch
          CROSS JOIN unnest(batch.events) WITH ORDINALITY AS member (id, n)
          JOIN event ON event.id = member.id
      )
      """;

  /** Positions are 1, 2, 3 … without a gap. */
  private static final String GAPS =
      FEED
          + """
          SELECT position FROM (SELECT position, row_number() OVER (ORDER BY position) AS n FROM feed) AS f
          WHERE position <> n
          """;

  /** A provider's first event is its creation, its last event has the stored value. */
  private static final String REORDERED =
      FEED
          + """
          SELECT provider.name
          FROM provider
          JOIN (SELECT pk, (array_agg(type ORDER BY position))[1] AS first,
                       (array_agg(connection_expiry ORDER BY position DESC))[1] AS last
                FROM feed
                GROUP BY pk) AS events USING (pk)
          WHERE events.first <> 'rac.provider.created'
             OR events.last <> provider.connection_expiry
          """;

  /** With one statement at a time, each instance creates in one session. */
  private static final String CREATING_SESSIONS =
      """
      SELECT count(*) FROM pg_stat_activity
      WHERE query LIKE 'WITH known_flow AS%' OR query LIKE 'WITH inserted AS%INTO provider (%'
      """;

  private final AtomicInteger changes = new AtomicInteger();
  private final AtomicInteger finishedCallers = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();
  private String bearer;
  private WebClient client;
  private int port;

  @Test
  void fourInstancesLoseDoubleAndReorderNothing(Vertx vertx, @TempDir Path folder)
      throws Exception {
    bearer = "Bearer " + new Tokens(vertx, ServerProcess.SECRET).of("akadmin");
    List<String> command =
        BackgroundProcess.java(
            "-XX:ActiveProcessorCount=32",
            "-cp",
            System.getProperty("java.class.path"),
            "org.racprovider.Main");
    Path log = Files.createFile(folder.resolve("server.log"));
    try (PostgresServer postgres = PostgresServer.create();
        ServerProcess server = new ServerProcess(command, log, settings(postgres))) {
      // Given
      server.start();
      client = WebClient.create(vertx);
      port = server.port();
      for (int i = 0; i < CHANGED_PROVIDERS; i++) {
        int pk = create("changed " + i);
        change(pk);
        change(pk);
      }

      // When
      CreateLoad load = new CreateLoad(vertx, server.port(), bearer).start(32);
      await()
          .atMost(TIMEOUT)
          .until(
              () -> load.count(201) >= CREATES && finishedCallers.get() == 2 * CHANGED_PROVIDERS);
      load.stop();

      // Then
      // A pause of the machine may cause a 503, which must not be stored.
      assertThat(load.statuses()).isSubsetOf(201, 503);
      assertThat(refused.get()).isZero();
      load.checkAgainst(postgres.query(CreateLoad.STORED));
      await()
          .atMost(TIMEOUT)
          .until(
              () -> postgres.query("SELECT id FROM event_batch WHERE position IS NULL").isEmpty());
      assertThat(postgres.query(GAPS)).isEmpty();
      assertThat(postgres.query(REORDERED)).isEmpty();
      assertThat(postgres.query(CREATING_SESSIONS)).containsExactly("4");
    }
  }

  private static Map<String, String> settings(PostgresServer postgres) {
    Map<String, String> settings = new HashMap<>(TestServer.defaultSettings(postgres.uri()));
    settings.put("RAC_CREATE_STATEMENTS", "1");
    return settings;
  }

  private int create(String name) {
    HttpResponse<Buffer> created =
        client
            .post(port, "127.0.0.1", Providers.PATH)
            .putHeader("Authorization", bearer)
            .sendJsonObject(Providers.named(name))
            .await();
    assertThat(created.statusCode()).isEqualTo(201);
    return created.bodyAsJsonObject().getInteger("pk");
  }

  /** Changes a provider again and again. Two callers change each provider. */
  private void change(int pk) {
    int n = changes.incrementAndGet();
    if (n > CHANGES) {
      finishedCallers.incrementAndGet();
      return;
    }
    client
        .patch(port, "127.0.0.1", Providers.PATH + pk + "/")
        .putHeader("Authorization", bearer)
        .sendJsonObject(new JsonObject().put("connection_expiry", "hours=" + n))
        .onComplete(
            response -> {
              if (response.failed() || !ANSWERS.contains(response.result().statusCode())) {
                refused.incrementAndGet();
              }
              change(pk);
            });
  }
}
