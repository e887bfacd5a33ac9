package org.racprovider.http;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import org.racprovider.auth.Caller;
import org.racprovider.auth.Permission;
import org.racprovider.bus.Actor;
import org.racprovider.bus.Failure;
import org.racprovider.json.StrictJson;

/**
 * An admitted request, whose caller is known and has the permission for it.
 *
 * @param mediaType the media type of the response, one of the resource's media types
 * @param rawBody the body as it was sent, empty if there is none
 */
public record ApiRequest(RoutingContext context, Caller caller, String mediaType, Buffer rawBody) {

  /** The caller and the request, for commands on the event bus. */
  public Actor actor() {
    return new Actor(caller.subject(), ResponseHeaders.requestId(context), header("traceparent"));
  }

  public MultiMap query() {
    return context.queryParams();
  }

  /** The value of a header, its lines joined by commas; null if it was not sent. */
  public String header(String name) {
    List<String> lines = context.request().headers().getAll(name);
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  /**
   * @throws Failure 403 if the caller does not have the permission
   */
  public void require(Permission permission) {
    if (!caller.may(permission)) {
      throw Failure.forbidden();
    }
  }

  /** A decoded parameter of the path. */
  public String pathParameter(String name) {
    return context.pathParam(name);
  }

  /**
   * The decoded JSON body; an empty object if there is none (contract 2.9).
   *
   * @throws Failure 415 if it is not JSON, 400 if it is malformed
   */
  public Object body() {
    if (rawBody.length() == 0) {
      return new JsonObject();
    }
    requireJson();
    return StrictJson.decode(rawBody);
  }

  private void requireJson() {
    String header = context.request().getHeader("content-type");
    String contentType = header == null ? "" : header;
    String mediaType = contentType.split(";", 2)[0];
    if (!mediaType.trim().equalsIgnoreCase("application/json")) {
      throw Failure.of(
          Failure.Kind.UNSUPPORTED_MEDIA_TYPE,
          "Unsupported media type \"%s\" in request.".formatted(contentType));
    }
  }
}
