package org.racprovider.bench;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Single requests, from this process. */
final class Api {

  static final String COLLECTION = "/api/v3/providers/rac/";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long PAUSE_MILLIS = 2;

  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final String token;

  Api(String token) {
    this.token = token;
  }

  /**
   * Creates one provider, as soon as the server listens and has its database.
   *
   * @throws IllegalStateException when it does not within a minute
   */
  void createFirst(ServerProcess server, Body body) throws IOException, InterruptedException {
    untilStatus(201, server, post(server, body));
  }

  /** Waits until the server is ready to serve. */
  void awaitReady(ServerProcess server) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.port() + "/-/health/ready/");
    untilStatus(200, server, HttpRequest.newBuilder(uri).build());
  }

  private void untilStatus(int status, ServerProcess server, HttpRequest request)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Optional<HttpResponse<String>> answer = send(request);
    while (answer.filter(response -> response.statusCode() == status).isEmpty()) {
      if (!server.isAlive() || System.nanoTime() > deadline) {
        throw new IllegalStateException(
            "The server does not serve; see server.log in the folder of the report. Its last answer: "
                + answer.map(HttpResponse::body).orElse("none"));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      answer = send(request);
    }
  }

  private Optional<HttpResponse<String>> send(HttpRequest request)
      throws IOException, InterruptedException {
    try {
      return Optional.of(client.send(request, BodyHandlers.ofString()));
    } catch (ConnectException notListening) {
      return Optional.empty();
    }
  }

  private HttpRequest post(ServerProcess server, Body body) {
    // As long as the names of the load generators.
    String name = "host-" + UUID.randomUUID().toString().replace("-", "").substring(0, 18);
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + COLLECTION))
        .header("Authorization", "Bearer " + token)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body.with(name)))
        .build();
  }
}
