package org.racprovider.support;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.atomic.AtomicInteger;

/** A URL that serves a key set, or any other response that a test sets. */
public final class KeyEndpointStub implements AutoCloseable {

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger requests = new AtomicInteger();
  private final HttpServer server;
  private volatile Handler<HttpServerRequest> handler;

  public KeyEndpointStub() {
    this(new HttpServerOptions());
  }

  public KeyEndpointStub(HttpServerOptions options) {
    respond(503, "");
    server =
        vertx
            .createHttpServer(options)
            .requestHandler(
                request -> {
                  requests.incrementAndGet();
                  handler.handle(request);
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

  /** The number of requests so far. */
  public int requests() {
    return requests.get();
  }

  /** Serves these keys from now on. */
  public void serve(JsonObject... keys) {
    respond(200, Keys.jwks(keys).encode());
  }

  /** Sends this response from now on. */
  public void respond(int status, String body) {
    respond(request -> request.response().setStatusCode(status).end(body));
  }

  /** Handles requests in this way from now on. */
  public void respond(Handler<HttpServerRequest> handler) {
    this.handler = handler;
  }

  @Override
  public void close() {
    vertx.close().await();
  }
}
