package org.racprovider.support;

import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;

/** Sends requests with fixed headers to a {@link TestServer}. */
public final class ApiClient {

  private final WebClient client;
  private final MultiMap headers;

  /**
   * @param client has the server as its default host
   */
  ApiClient(WebClient client, MultiMap headers) {
    this.client = client;
    this.headers = headers;
  }

  /** A client with one more header. */
  public ApiClient with(String name, String value) {
    return new ApiClient(
        client, MultiMap.caseInsensitiveMultiMap().addAll(headers).add(name, value));
  }

  public HttpResponse<Buffer> get(String path) {
    return send("GET", path);
  }

  /** Sends a request without a body, and waits for the response. */
  public HttpResponse<Buffer> send(String method, String path) {
    return start(method, path).await();
  }

  /** Sends a JSON body, and waits for the response. */
  public HttpResponse<Buffer> send(String method, String path, JsonObject body) {
    return start(method, path, body).await();
  }

  /** Sends a request without a body. */
  public Future<HttpResponse<Buffer>> start(String method, String path) {
    return request(method, path).send();
  }

  /** Sends a JSON body. */
  public Future<HttpResponse<Buffer>> start(String method, String path, JsonObject body) {
    return request(method, path).sendJsonObject(body);
  }

  private HttpRequest<Buffer> request(String method, String path) {
    return client.request(HttpMethod.valueOf(method), path).putHeaders(headers);
  }
}
