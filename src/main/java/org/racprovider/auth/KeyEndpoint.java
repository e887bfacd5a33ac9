package org.racprovider.auth;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.racprovider.keys.KeySetReader;
import org.racprovider.keys.ReadKeySet;

/**
 * A URL that serves public keys. The response must have status 200 and at most 256 KiB, and be
 * complete in time; redirects are not followed. Over HTTPS the certificate and the host name are
 * verified.
 */
final class KeyEndpoint implements KeySource {

  static final Duration TIMEOUT = Duration.ofSeconds(3);

  private static final int MAX_BYTES = 256 << 10;

  private final Vertx vertx;
  private final RequestOptions request;
  private final Duration timeout;
  private final HttpClientOptions options = new HttpClientOptions().setKeepAlive(false);

  /**
   * @param ca PEM certificates to trust instead of those of Java
   * @param timeout the time for a whole read
   */
  KeyEndpoint(Vertx vertx, URI url, Optional<Path> ca, Duration timeout) {
    this.vertx = vertx;
    this.timeout = timeout;
    this.request =
        new RequestOptions().setAbsoluteURI(url.toString()).putHeader("Accept", "application/json");
    ca.map(file -> new PemTrustOptions().addCertPath(file.toString()))
        .ifPresent(options::setTrustOptions);
  }

  /** Each read has its own client. Closing the client aborts an endless response. */
  @Override
  public Future<ReadKeySet> read() {
    HttpClient client = vertx.createHttpClient(options);
    return client
        .request(request)
        .compose(KeyEndpoint::send)
        .timeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
        .eventually(client::close)
        .map(body -> KeySetReader.readPublic(body.toString()));
  }

  /** Runs on the event loop of the client, so that no part of the response is missed. */
  private static Future<Buffer> send(HttpClientRequest request) {
    return request.send().compose(KeyEndpoint::body);
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture(new IOException("the status is " + response.statusCode()));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > MAX_BYTES) {
            response.handler(null);
            whole.tryFail(new IOException("the response is larger than 256 KiB"));
          } else {
            body.appendBuffer(chunk);
          }
        });
    return whole.future();
  }
}
