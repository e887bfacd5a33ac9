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

/** The API of a running authentik, read with a token. It blocks, for a limited time. */
public final class AuthentikClient {

  private static final Duration CONNECTING = Duration.ofSeconds(10);
  private static final int TOO_MANY_REQUESTS = 429;
  private static final String RIGHT_URL = "; is it an authentik's URL that ends with /api/v3?";

  // Redirects are not followed: the token is for this host.
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();

  private final String url;
  private final String token;
  private final Duration patience;

  /**
   * @param url such as {@code https://authentik.example/api/v3}
   * @param patience how long one answer may take
   */
  public AuthentikClient(URI url, String token, Duration patience) {
    this.url = url.toString().replaceFirst("/+$", "");
    this.token = token;
    this.patience = patience;
  }

  /**
   * The JSON object at a path.
   *
   * @throws TemporarilyUnavailableException when it may be there another time
   * @throws StartFailure when asking again would not help
   */
  JsonObject get(String path) throws TemporarilyUnavailableException {
    HttpResponse<String> response = send(URI.create(url + path));
    int status = response.statusCode();
    String what = "%s answers %d".formatted(response.uri(), status);
    if (status >= 500 || status == TOO_MANY_REQUESTS) {
      throw new TemporarilyUnavailableException(what, retryAfter(response));
    }
    if (status == 401 || status == 403) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, what + ": " + detail(response.body()));
    }
    if (status != 200) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, what + RIGHT_URL);
    }
    return object(response.body(), what);
  }

  private HttpResponse<String> send(URI uri) throws TemporarilyUnavailableException {
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("Authorization", "Bearer " + token)
            .header("Accept", "application/json")
            .build();
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, BodyHandlers.ofString());
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new TemporarilyUnavailableException(
          uri + " cannot be read: " + e.getCause(), Duration.ZERO);
    } catch (TimeoutException e) {
      throw new TemporarilyUnavailableException(uri + " does not answer in time", Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.IMPORT_FAILED, "interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  /** The other form of the header, a date, counts as none. */
  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(text -> text.matches("\\d{1,6}"))
        .map(text -> Duration.ofSeconds(Long.parseLong(text)))
        .orElse(Duration.ZERO);
  }

  private static String detail(String body) {
    String words;
    try {
      words = String.valueOf(new JsonObject(body).getValue("detail"));
    } catch (DecodeException e) {
      words = "it says no more";
    }
    return words
        + " (the token must be a valid one of an administrator: authentik's"
        + " Directory, Tokens and App passwords, intent API)";
  }

  private static JsonObject object(String body, String what) {
    try {
      return new JsonObject(body);
    } catch (DecodeException e) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, what + " without a JSON object" + RIGHT_URL);
    }
  }
}
