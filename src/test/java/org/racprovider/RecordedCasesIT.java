package org.racprovider;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.sqlclient.Pool;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.racprovider.support.ExpectedResponse;
import org.racprovider.support.RecordedCase;
import org.racprovider.support.TestServer;

/** Replays every recorded request against the whole server and compares the responses. */
class RecordedCasesIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  private static WebClient client;
  private static Pool pool;

  @BeforeAll
  static void connect() {
    client = WebClient.create(SERVER.vertx());
    // One connection for more than a thousand cases.
    pool = SERVER.database().pool(SERVER.vertx());
  }

  @AfterEach
  void deleteCreatedProviders() {
    pool.query("DELETE FROM provider WHERE pk >= 1000").execute().await();
  }

  static Stream<RecordedCase> cases() {
    return Stream.of("create.jsonl", "resource.jsonl").flatMap(RecordedCase::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void respondsAsRecorded(RecordedCase recorded) {
    Map<String, Integer> saved = new HashMap<>();
    recorded.steps().forEach(step -> replay(step, saved));
  }

  private static void replay(RecordedCase.Step step, Map<String, Integer> saved) {
    HttpResponse<Buffer> response = send(step, saved).await();
    Buffer body = Objects.requireNonNullElseGet(response.body(), Buffer::buffer);
    if (response.statusCode() == 201) {
      int pk = body.toJsonObject().getInteger("pk");
      saved.put("new", pk);
      step.save().ifPresent(name -> saved.put(name, pk));
    }
    new ExpectedResponse(step.expected(), saved)
        .check(response.statusCode(), response.getHeader("content-type"), body);
  }

  private static Future<HttpResponse<Buffer>> send(
      RecordedCase.Step step, Map<String, Integer> saved) {
    HttpRequest<Buffer> request =
        client.request(
            HttpMethod.valueOf(step.method()), SERVER.port(), "127.0.0.1", step.path(saved));
    for (JsonArray header : step.headers()) {
      request.headers().add(header.getString(0), SERVER.withToken(header.getString(1)));
    }
    return step.body(saved).map(request::sendBuffer).orElseGet(request::send);
  }
}
