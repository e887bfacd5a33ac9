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
 * An admitted request: the caller is known and may do what is asked.
 *
 * @param mediaType what the answer should be, of those that the resource offers
 * @param sent the body as it came, empty where there is none
 */
public record ApiRequest(RoutingContext context, Caller caller, String mediaType, Buffer sent) {

  /** Who asks, for the event bus. */
  public Actor actor() {
    return new Actor(caller.subject(), RequestId.of(context), header("traceparent"));
  }

  public MultiMap query() {
    return context.queryParams();
  }

  /** A list-valued header of the request, its lines joined; null where it is not sent. */
  public String header(String name) {
    List<String> lines = context.request().headers().getAll(name);
    return lines.isEmpty() ? null : String.join(",", lines);
  }

  /**
   * @throws Failure 403 where the caller may not
   */
  public void require(Permission permission) {
    if (!caller.may(permission)) {
      throw Failure.forbidden();
    }
  }

  /** A part of the path, decoded. */
  public String pathParameter(String name) {
    return context.pathParam(name);
  }

  /**
   * The decoded JSON body; an absent one is an empty object (contract 2.9).
   *
   * @throws Failure 415 where it is not JSON, 400 where it is malformed
   */
  public Object body() {
    if (sent.length() == 0) {
      return new JsonObject();
    }
    requireJson();
    return StrictJson.decode(sent);
  }

  private void requireJson() {
    String contentType = context.request().getHeader("content-type");
    String sent = contentType == null ? "" : contentType;
    int parameters = sent.indexOf(';');
    String mediaType = parameters < 0 ? sent : sent.substring(0, parameters);
    if (!mediaType.trim().equalsIgnoreCase("application/json")) {
      throw Failure.of(
          Failure.Kind.UNSUPPORTED_MEDIA_TYPE,
          "Unsupported media type \"%s\" in request.".formatted(sent));
    }
  }
}
