package org.racprovider.misuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.racprovider.support.FreePort;
import org.racprovider.support.HttpsSettings;
import org.racprovider.support.Postgres;
import org.racprovider.support.RawConnection;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tokens;

/** Whatever a client sends, and however it disconnects, the log has no line about it. */
class ClientErrorsLogIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final Duration POLL = Duration.ofMillis(5);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  @TempDir private static Path folder;
  private static LoggedServer http;
  private static LoggedServer https;
  private static String token;

  /** A server and the port of its metrics. */
  private record LoggedServer(ServerProcess process, int management) {

    static LoggedServer start(Map<String, String> more) throws Exception {
      Map<String, String> settings = new HashMap<>(more);
      int management = FreePort.find();
      settings.put("RAC_MANAGEMENT_PORT", Integer.toString(management));
      ServerProcess process = new ServerProcess(POSTGRES.uri(), settings);
      process.launch();
      LoggedServer server = new LoggedServer(process, management);
      await().atMost(TIMEOUT).ignoreExceptions().until(() -> server.get("/-/health/ready/") == 200);
      return server;
    }

    private int get(String path) throws IOException, InterruptedException {
      return response(path).statusCode();
    }

    private HttpResponse<String> response(String path) throws IOException, InterruptedException {
      URI uri = URI.create("http://127.0.0.1:" + management + path);
      return CLIENT.send(
          HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(),
          HttpResponse.BodyHandlers.ofString());
    }

    /** Waits until the server has noticed the end of each connection. */
    List<String> linesAfter(Misuse misuse) throws Exception {
      int before = process.log().length();
      try (RawConnection connection = new RawConnection(process.port())) {
        misuse.run(connection);
        connection.end();
      }
      await()
          .atMost(TIMEOUT)
          .pollInterval(POLL)
          .until(() -> response("/-/metrics/").body().contains("\nrac_http_connections 0.0\n"));
      return process.log().substring(before).lines().toList();
    }
  }

  @BeforeAll
  static void start() throws Exception {
    Vertx vertx = Vertx.vertx();
    token = new Tokens(vertx, TestServer.SECRET).of("akadmin");
    vertx.close().await();
    POSTGRES.execute(
        """
        INSERT INTO event (type, provider, subject, request_id)
        SELECT 'rac.provider.created', json_build_object('text', repeat('x', 50000)), 's', 'r'
        FROM generate_series(1, 100)
        """);
    http = LoggedServer.start(Map.of());
    https = LoggedServer.start(HttpsSettings.create());
  }

  @AfterAll
  static void stop() {
    http.process().close();
    https.process().close();
  }

  static Stream<Arguments> misusedHttp() {
    return new HttpMisuse(token).all();
  }

  static Stream<Arguments> misusedWebSockets() {
    return WebSocketMisuse.all();
  }

  static Stream<Arguments> misusedBridge() {
    return new BridgeMisuse(token).all();
  }

  static Stream<Arguments> misusedTls() {
    return TlsMisuse.all();
  }

  @ParameterizedTest(name = "{index}: {0}")
  @MethodSource({"misusedHttp", "misusedWebSockets", "misusedBridge"})
  void logsNothing(String name, Misuse misuse) throws Exception {
    assertThat(http.linesAfter(misuse)).isEmpty();
  }

  @ParameterizedTest(name = "{index}: {0}")
  @MethodSource("misusedTls")
  void logsNothingAboutTls(String name, Misuse misuse) throws Exception {
    assertThat(https.linesAfter(misuse)).isEmpty();
  }
}
