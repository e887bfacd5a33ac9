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
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.racprovider.keys.KeySetReader;

/**
 * A URL that answers with public keys: 200 and no redirect, up to 256 KiB, all of it within 3 s.
 * Over HTTPS its certificate and host name are verified.
 */
final class KeyEndpoint implements KeySource {

  private static final int LARGEST = 256 << 10;
  private static final int SECONDS = 3;

  private final Vertx vertx;
  private final RequestOptions request;
  private final HttpClientOptions options = new HttpClientOptions().setKeepAlive(false);

  /**
   * @param ca PEM certificates to trust instead of Java's own
   */
  KeyEndpoint(Vertx vertx, URI url, Optional<Path> ca) {
    this.vertx = vertx;
    this.request =
        new RequestOptions().setAbsoluteURI(url.toString()).putHeader("Accept", "application/json");
    ca.map(file -> new PemTrustOptions().addCertPath(file.toString()))
        .ifPresent(options::setTrustOptions);
  }

  /** Has a client of its own, whose end cuts off an answer that does not end. */
  @Override
  public Future<List<JsonObject>> read() {
    HttpClient client = vertx.createHttpClient(options);
    return client
        .request(request)
        .compose(HttpClientRequest::send)
        .compose(KeyEndpoint::body)
        .timeout(SECONDS, TimeUnit.SECONDS)
        .eventually(client::close)
        .map(body -> KeySetReader.readPublic(body.toString()));
  }

  private static Future<Buffer> body(HttpClientResponse response) {
    if (response.statusCode() != 200) {
      return Future.failedFuture(new IOException("the answer is " + response.statusCode()));
    }
    Promise<Buffer> whole = Promise.promise();
    Buffer body = Buffer.buffer();
    response.exceptionHandler(whole::tryFail);
    response.endHandler(end -> whole.tryComplete(body));
    response.handler(
        chunk -> {
          if (body.length() + chunk.length() > LARGEST) {
            response.handler(null);
            whole.tryFail(new IOException("the answer is larger than 256 KiB"));
          } else {
            body.appendBuffer(chunk);
          }
        });
    return whole.future();
  }
}
