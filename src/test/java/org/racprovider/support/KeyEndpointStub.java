package org.racprovider.support;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** A URL that answers with a key set, or with whatever a test wants. */
public final class KeyEndpointStub implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> answer;

  public KeyEndpointStub() {
    this(new HttpServerOptions());
  }

  public KeyEndpointStub(HttpServerOptions options) {
    answer(503, "");
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  requests.incrementAndGet();
                  answer.handle(request);
                })
            .listen(0, "127.0.0.1")
            .await();
  }

  public int port() {
    return server.actualPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port() + "/application/o/rac/jwks/";
  }

  /** How many it had. */
  public int requests() {
    return requests.get();
  }

  /** Answers with these keys from now on. */
  public void serve(JsonObject... keys) {
    answer(200, Keys.jwks(keys).encode());
  }

  public void answer(int status, String body) {
    answer(request -> request.response().setStatusCode(status).end(body));
  }

  public void answer(Handler<HttpServerRequest> how) {
    answer = how;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
