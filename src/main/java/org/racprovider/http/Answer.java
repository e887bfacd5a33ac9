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
public record Answer(int status, Buffer body, Map<String, String> headers) implements Reply {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** One without headers of its own. */
  Answer(int status, Buffer body) {
    this(status, body, Map.of());
  }

  /** 201 with the representation of what was created. */
  public static Answer created(JsonObject body) {
    return new Answer(201, body.toBuffer());
  }

  /** 200 with an object. */
  public static Answer ok(JsonObject body) {
    return new Answer(200, body.toBuffer());
  }

  /** 200 with an array. */
  public static Answer ok(JsonArray body) {
    return new Answer(200, body.toBuffer());
  }

  /** 204. */
  public static Answer noContent() {
    return new Answer(204, null);
  }

  /** The same with a header. */
  public Answer with(String name, String value) {
    Map<String, String> all = new HashMap<>(headers);
    all.put(name, value);
    return new Answer(status, body, all);
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
