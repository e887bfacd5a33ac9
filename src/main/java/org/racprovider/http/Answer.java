package org.racprovider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;

/**
 * What is answered.
 *
 * @param body encoded JSON, null where there is none
 * @param entityTag the value of the {@code ETag} header, null for none
 */
public record Answer(int status, Buffer body, String entityTag) implements Reply {

  private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

  /** 201 with the representation of what was created. */
  public static Answer created(JsonObject body) {
    return new Answer(201, body.toBuffer(), null);
  }

  /** 200 with an object. */
  public static Answer ok(JsonObject body) {
    return new Answer(200, body.toBuffer(), null);
  }

  /** 200 with an array. */
  public static Answer ok(JsonArray body) {
    return new Answer(200, body.toBuffer(), null);
  }

  /** 204. */
  public static Answer noContent() {
    return new Answer(204, null, null);
  }

  /** The same with an {@code ETag}. */
  public Answer withEntityTag(String tag) {
    return new Answer(status, body, tag);
  }

  @Override
  public void send(RoutingContext context) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(status);
    if (entityTag != null) {
      response.putHeader(HttpHeaders.ETAG, entityTag);
    }
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
