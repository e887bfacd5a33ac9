package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import org.racprovider.http.Call;

/** The body of a command about one provider, as far as the request's path and headers make it. */
final class ItemCommand {

  private ItemCommand() {}

  /**
   * {@code pk}, and {@code if_match} where the request has the header.
   *
   * @throws org.racprovider.bus.Failure 404 for an id that no provider can have
   */
  static JsonObject of(Call call, Scope scope) {
    JsonObject command = new JsonObject().put("pk", ItemId.parse(call.pathParameter("id"), scope));
    String ifMatch = call.header("If-Match");
    return ifMatch == null ? command : command.put("if_match", ifMatch);
  }
}
