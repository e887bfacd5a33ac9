package org.racprovider.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.Tokens;

/**
 * The request of all measurements of creates: a provider with two mappings.
 *
 * @param tokens of 64 callers, whose subjects have the same length
 */
record BenchmarkRequest(String flow, List<String> mappings, List<String> tokens) {

  static final String PATH = "/api/v3/providers/rac/";
  static final String SECRET = "the benchmark's own secret, known to everyone";
  static final String SETTINGS =
      "{\"hostname\": \"vm-17.example\", \"port\": \"3389\", \"ignore-cert\": \"true\","
          + " \"resize-method\": \"display-update\", \"enable-wallpaper\": \"false\"}";

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final long POLL_MILLIS = 2;
  private static final int CALLERS = 64;
  private static final int TOKEN_SECONDS = 12 * 60 * 60;

  /** Returns a request that refers to rows of a database, in which the server stored them. */
  static BenchmarkRequest of(BenchmarkDatabase database) {
    Vertx vertx = Vertx.vertx();
    try {
      Tokens tokens = new Tokens(vertx, SECRET);
      return new BenchmarkRequest(
          database.query("SELECT pk FROM flow ORDER BY pk LIMIT 1").get(0),
          database.query("SELECT pk FROM property_mapping ORDER BY pk LIMIT 2"),
          IntStream.range(0, CALLERS).mapToObj(n -> tokens.sign(claims(n))).toList());
    } finally {
      vertx.close().await();
    }
  }

  /** Returns the JSON body. */
  String body(String name) {
    return new JsonObject()
        .put("name", name)
        .put("authorization_flow", flow)
        .put("property_mappings", new JsonArray(mappings))
        .put("settings", new JsonObject(SETTINGS))
        .encode();
  }

  /** Tries to create a provider until the server responds with 201. */
  void sendUntilCreated(ServerProcess server) throws IOException, InterruptedException {
    int status = 0;
    while (status != 201) {
      if (!server.process().isAlive()) {
        throw new IllegalStateException("The server has ended: " + server.log());
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      status =
          send(server.port(), System.nanoTime())
              .handle((response, failure) -> failure == null ? response.statusCode() : 0)
              .join();
    }
  }

  /**
   * Creates a provider through the server on this port. The number determines the name and the
   * caller.
   */
  CompletableFuture<HttpResponse<Void>> send(int port, long number) {
    String token = tokens.get((int) (number % CALLERS));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + PATH))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body("host-%018d".formatted(number))))
            .build();
    return CLIENT.sendAsync(request, BodyHandlers.discarding());
  }

  private static JsonObject claims(int caller) {
    String permission = "authentik_providers_rac.%s_racprovider";
    return new JsonObject()
        .put("sub", "caller-%02d".formatted(caller))
        .put("permissions", List.of(permission.formatted("add"), permission.formatted("view")))
        .put("exp", Instant.now().getEpochSecond() + TOKEN_SECONDS);
  }
}
