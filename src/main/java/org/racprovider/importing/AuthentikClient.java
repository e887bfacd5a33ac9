package org.racprovider.importing;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;

/** Reads the API of a running authentik with a token. Requests block for a limited time. */
public final class AuthentikClient {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String URL_HINT = "; is it an authentik's URL that ends with /api/v3?";

  // Redirects are not followed, because the token is only for this host.
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  private final String url;
  private final String token;
  private final Duration timeout;

  /**
   * @param url such as {@code https://authentik.example/api/v3}
   * @param timeout for a response
   */
  public AuthentikClient(URI url, String token, Duration timeout) {
    this.url = url.toString().replaceFirst("/+$", "");
    this.token = token;
    this.timeout = timeout;
  }

  /**
   * Gets the JSON object at a path.
   *
   * @throws TemporarilyUnavailable when a later request may succeed
   * @throws StartFailure when a later request would fail too
   */
  JsonObject get(String path) throws TemporarilyUnavailable {
    HttpResponse<String> response = send(URI.create(url + path));
    int status = response.statusCode();
    String outcome = "%s responds with %d".formatted(response.uri(), status);
    if (status >= 500 || status == TOO_MANY_REQUESTS) {
      throw new TemporarilyUnavailable(outcome, retryAfter(response));
    }
    if (status == 401 || status == 403) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, outcome + ": " + detail(response.body()));
    }
    if (status != 200) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, outcome + URL_HINT);
    }
    return object(response.body(), outcome);
  }

  private HttpResponse<String> send(URI uri) throws TemporarilyUnavailable {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<String>> response =
        http.sendAsync(request, BodyHandlers.ofString());
    try {
      return response.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new TemporarilyUnavailable(uri + " cannot be read: " + e.getCause(), Duration.ZERO);
    } catch (TimeoutException e) {
      throw new TemporarilyUnavailable(uri + " does not respond in time", Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.IMPORT_FAILED, "interrupted");
    } finally {
      response.cancel(true);
    }
  }

  /** Reads only seconds; a date in this header is ignored. */
  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(value -> value.matches("\\d{1,6}"))
        .map(value -> Duration.ofSeconds(Long.parseLong(value)))
        .orElse(Duration.ZERO);
  }

  private static String detail(String body) {
    String detail;
    try {
      detail = String.valueOf(new JsonObject(body).getValue("detail"));
    } catch (DecodeException e) {
      detail = "no details";
    }
    return detail
        + " (the token must be a valid one of an administrator: authentik's"
        + " Directory, Tokens and App passwords, intent API)";
  }

  private static JsonObject object(String body, String outcome) {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, outcome + " without a JSON object" + URL_HINT);
    }
  }

  /** There is no response, or one that says that a later request may succeed. */
  static final class TemporarilyUnavailable extends Exception {

    private static final long serialVersionUID = 1L;

    private final Duration retryAfter;

    TemporarilyUnavailable(String reason, Duration retryAfter) {
      super(reason, null, false, false);
      this.retryAfter = retryAfter;
    }

    /** The minimum time to wait; zero when authentik names none. */
    Duration retryAfter() {
      return retryAfter;
    }
  }
}
