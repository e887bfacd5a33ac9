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
 * A response with a JSON body or none.
 *
 * @param body encoded JSON, null if there is none
 * @param headers additional headers, without the content headers
 */
public record JsonResponse(int status, Buffer body, Map<String, String> headers)
    implements ApiResponse {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  JsonResponse(int status, Buffer body) {
    this(status, body, Map.of());
  }

  /** 201 with the created object. */
  public static JsonResponse created(JsonObject body) {
    return new JsonResponse(201, body.toBuffer());
  }

  public static JsonResponse ok(JsonObject body) {
    return new JsonResponse(200, body.toBuffer());
  }

  /** 200 with a body that is encoded already. */
  public static JsonResponse ok(Buffer json) {
    return new JsonResponse(200, json);
  }

  public static JsonResponse ok(JsonArray body) {
    return new JsonResponse(200, body.toBuffer());
  }

  public static JsonResponse noContent() {
    return new JsonResponse(204, null);
  }

  /** The same response with one more header. */
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
