package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.ext.web.client.WebClientOptions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.Providers;
import org.racprovider.support.TestServer;

/** Clients that list and clients that create are served at the same time. */
class ReadsAndCreatesIT {

  private static final int CLIENTS = 64;
  private static final int REQUESTS = 20;

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static final int TRIES = 3;

  private final Set<Integer> lists = Collections.synchronizedSet(new HashSet<>());
  private final Set<Integer> creates = Collections.synchronizedSet(new HashSet<>());

  @Test
  void refusesNeitherReadsNorCreates() {
    // When
    run(1);
    // A pause of the machine, or a JVM that is not warm, also causes a 503.
    for (int tries = 2; tries <= TRIES && (lists.contains(503) || creates.contains(503)); tries++) {
      run(tries);
    }

    // Then
    assertThat(lists).containsExactly(200);
    assertThat(creates).containsExactly(201);
  }

  private void run(int series) {
    lists.clear();
    creates.clear();
    WebClient client =
        WebClient.create(
            SERVER.vertx(), new WebClientOptions(), new PoolOptions().setHttp1MaxSize(2 * CLIENTS));
    String bearer = SERVER.bearer("akadmin");
    Future.all(
            IntStream.range(0, 2 * CLIENTS)
                .mapToObj(
                    n ->
                        n % 2 == 0
                            ? repeat(REQUESTS, left -> list(client, bearer), lists)
                            : repeat(
                                REQUESTS,
                                left -> create(client, bearer, series + "-" + n + "-" + left),
                                creates))
                .toList())
        .await();
    client.close();
  }

  private static Future<Void> repeat(
      int left, IntFunction<Future<HttpResponse<Buffer>>> request, Set<Integer> statuses) {
    return left == 0
        ? Future.succeededFuture()
        : request
            .apply(left)
            .compose(
                response -> {
                  statuses.add(response.statusCode());
                  return repeat(left - 1, request, statuses);
                });
  }

  private static Future<HttpResponse<Buffer>> list(WebClient client, String bearer) {
    return request(client, HttpMethod.GET, bearer).send();
  }

  private static Future<HttpResponse<Buffer>> create(WebClient client, String bearer, String name) {
    return request(client, HttpMethod.POST, bearer).sendJsonObject(Providers.named(name));
  }

  private static HttpRequest<Buffer> request(WebClient client, HttpMethod method, String bearer) {
    return client
        .request(method, SERVER.port(), "127.0.0.1", Providers.PATH)
        .putHeader("Authorization", bearer);
  }
}
