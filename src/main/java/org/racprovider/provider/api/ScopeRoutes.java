package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.racprovider.auth.Permission;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.JsonResponse;
import org.racprovider.provider.ProviderScope;

/** What RAC providers and providers of every type answer alike. */
final class ScopeRoutes {

  private final ProviderScope scope;
  private final Permission toDelete;
  private final CommandClient commands;
  private final ListParameters parameters;

  ScopeRoutes(
      ProviderScope scope, Permission toDelete, CommandClient commands, ListParameters parameters) {
    this.scope = scope;
    this.toDelete = toDelete;
    this.commands = commands;
    this.parameters = parameters;
  }

  Future<JsonResponse> list(ApiRequest call) {
    return commands
        .<JsonObject>request(
            scope.commands().list(), parameters.command(call.query(), scope), call.actor())
        .map(JsonResponse::ok);
  }

  Future<JsonObject> get(ApiRequest call) {
    return commands.request(scope.commands().get(), item(call), call.actor());
  }

  /** Where the caller may not, it is still said first that there is no such provider. */
  Future<JsonResponse> delete(ApiRequest call) {
    if (!call.caller().may(toDelete)) {
      return get(call).compose(found -> Future.failedFuture(Failure.forbidden()));
    }
    return commands
        .request(scope.commands().delete(), item(call), call.actor())
        .map(deleted -> JsonResponse.noContent());
  }

  Future<JsonResponse> usedBy(ApiRequest call) {
    return commands
        .<JsonArray>request(scope.commands().usedBy(), item(call), call.actor())
        .map(users -> JsonResponse.ok(UsedBy.visible(users, call.caller())));
  }

  int pk(ApiRequest call) {
    return ItemId.parse(call.pathParameter("id"), scope);
  }

  /**
   * The body of a command about one provider: {@code pk}, and {@code if_match} where the request
   * has the header.
   *
   * @throws Failure 404 for an id that no provider can have
   */
  JsonObject item(ApiRequest call) {
    JsonObject command = new JsonObject().put("pk", pk(call));
    String ifMatch = call.header("If-Match");
    return ifMatch == null ? command : command.put("if_match", ifMatch);
  }
}
