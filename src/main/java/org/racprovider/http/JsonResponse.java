package org.racprovider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.HashMap;
import java.util.Map;

/**
 * What is answered.
 *
 * @param body encoded JSON, null where there is none
 * @param headers those that are its own; a body adds its type and its length
 */
public record JsonResponse(int status, Buffer body, Map<String, String> headers)
    implements ApiResponse {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** One without headers of its own. */
  JsonResponse(int status, Buffer body) {
    this(status, body, Map.of());
  }

  /** 201 with the representation of what was created. */
  public static JsonResponse created(JsonObject body) {
    return new JsonResponse(201, body.toBuffer());
  }

  /** 200 with an object. */
  public static JsonResponse ok(JsonObject body) {
    return new JsonResponse(200, body.toBuffer());
  }

  /** 200 with an array. */
  public static JsonResponse ok(JsonArray body) {
    return new JsonResponse(200, body.toBuffer());
  }

  /** 204. */
  public static JsonResponse noContent() {
    return new JsonResponse(204, null);
  }

  /** The same with a header. */
  public JsonResponse with(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new JsonResponse(status, body, all);
  }

  @Override
  public void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    headers.forEach(response::putHeader);
    if (body == null) {
      response.end();
    } else {
      response
          .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()))
          .end(body);
    }
  }
}
