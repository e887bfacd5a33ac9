package org.racprovider.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.PostgresServer;
import org.racprovider.support.Providers;
import org.racprovider.support.RawConnection;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;
import org.racprovider.support.Tokens;

/** Bodies cannot use up the memory of a server with the heap of the image. */
@ExtendWith(VertxExtension.class)
class BodyMemoryIT {

  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int MAX_BODY = 1 << 20;

  private static PostgresServer postgres;
  private static ServerProcess server;
  private static Tokens tokens;

  @BeforeAll
  static void startServer(Vertx vertx) throws Exception {
    tokens = new Tokens(vertx, ServerProcess.SECRET);
    postgres = PostgresServer.create();
    Path log = Files.createTempFile("rac-server", ".log");
    log.toFile().deleteOnExit();
    List<String> command =
        BackgroundProcess.java(
            "-Xmx96m",
            "-XX:MaxDirectMemorySize=32m",
            "-XX:+ExitOnOutOfMemoryError",
            "-cp",
            System.getProperty("java.class.path"),
            "org.racprovider.Main");
    server = new ServerProcess(command, log, TestServer.defaultSettings(postgres.uri()));
    server.start();
  }

  @AfterAll
  static void stopServer() throws IOException {
    server.close();
    postgres.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "{\"a\":1}", "{\"a\":{\"a\":{\"a\":{}}}}", "\"\"", "1"})
  void refusesABodyWithTooManyValues(String value) throws IOException {
    // Given
    int repeated = (MAX_BODY - 200) / (value.length() + 1);
    String values = String.join(",", Collections.nCopies(repeated, value));

    // When
    String response = create("adder", "\"settings\":{\"x\":[" + values + "]}");

    // Then
    assertThat(response).startsWith("HTTP/1.1 413 ").endsWith("too many values.\"}");
    awaitCreated("full");
  }

  @Test
  void survivesManyBodiesOfTheLargestCost() throws Exception {
    // Given
    String values = String.join(",", Collections.nCopies(6_500, "{\"a\":1}"));
    ExecutorService callers = Executors.newFixedThreadPool(16);
    List<Future<String>> responses = new ArrayList<>();

    // When
    for (int i = 0; i < 100; i++) {
      String caller = i % 2 == 0 ? "adder" : "akadmin";
      responses.add(callers.submit(() -> create(caller, "\"settings\":{\"x\":[" + values + "]}")));
    }
    callers.shutdown();

    // Then
    List<String> statuses = new ArrayList<>();
    for (Future<String> response : responses) {
      statuses.add(response.get().substring("HTTP/1.1 ".length(), "HTTP/1.1 201".length()));
    }
    assertThat(statuses).contains("201").isSubsetOf("201", "503", "504");
    awaitCreated("full");
  }

  @Test
  void storesAStringOfTheLargestSize() {
    String settings = "\"settings\":{\"x\":\"%s\"}".formatted("x".repeat(MAX_BODY - 200));

    await().atMost(TIMEOUT).until(() -> create("full", settings).startsWith("HTTP/1.1 201 "));
  }

  @Test
  void servesOthersWhileBodiesDoNotEnd() throws IOException {
    // Given
    List<RawConnection> unfinished = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      RawConnection connection = new RawConnection(server.port());
      String caller = i % 2 == 0 ? "adder" : "akadmin";
      unfinished.add(connection.send(head(caller, MAX_BODY)).sendAll(new byte[MAX_BODY - 1]));
    }

    // Then
    for (int i = 0; i < 50; i++) {
      assertThat(create("full", "\"settings\":{}")).startsWith("HTTP/1.1 201 ");
    }
    for (RawConnection connection : unfinished) {
      connection.close();
    }
  }

  @Test
  void servesOthersWhileLargeHeadsWaitForTheirBodies() throws IOException {
    // Given
    List<RawConnection> unfinished = new ArrayList<>();
    String headers = "X-Large: %s\r\n\r\n{".formatted("x".repeat(6000));
    for (int i = 0; i < 1500; i++) {
      String caller = i % 2 == 0 ? "adder" : "akadmin";
      String head = head(caller, 100).replaceFirst("\r\n$", headers);
      unfinished.add(new RawConnection(server.port()).sendAll(head.getBytes(ISO_8859_1)));
    }

    // Then: once their tokens are known, none of them keeps a new client out
    awaitCreated("full");
    for (int i = 0; i < 50; i++) {
      assertThat(create("full", "\"settings\":{}")).startsWith("HTTP/1.1 201 ");
    }
    for (RawConnection connection : unfinished) {
      connection.close();
    }
  }

  private static void awaitCreated(String caller) {
    await()
        .atMost(TIMEOUT)
        .until(() -> create(caller, "\"settings\":{}").startsWith("HTTP/1.1 201 "));
  }

  private static String create(String caller, String settings) throws IOException {
    String name = "name " + System.nanoTime();
    String body =
        "{\"name\":\"%s\",\"authorization_flow\":\"%s\",%s}"
            .formatted(name, Providers.FLOW, settings);
    try (RawConnection connection = new RawConnection(server.port())) {
      return connection
          .sendAll((head(caller, body.length()) + body).getBytes(ISO_8859_1))
          .readAll(TIMEOUT);
    }
  }

  private static String head(String caller, int length) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer %s\r\n"
            .formatted(Providers.PATH, tokens.of(caller))
        + "Content-Type: application/json\r\nContent-Length: %d\r\n\r\n".formatted(length);
  }
}
