package org.racprovider.provider;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.http.Answer;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Call;
import org.racprovider.http.Feature;
import org.racprovider.http.Permission;
import org.racprovider.http.Resource;

/** {@code /providers/all/}: providers of every type, to be read and deleted (contract 4.4). */
public final class AllProvidersRoutes implements Feature {

  private static final Map<HttpMethod, Permission> COLLECTION =
      Map.of(
          HttpMethod.GET, Permission.VIEW_PROVIDER,
          HttpMethod.HEAD, Permission.VIEW_PROVIDER,
          HttpMethod.DELETE, Permission.DELETE_PROVIDER);

  private static final JsonArray TYPES =
      JsonArray.of(
          new JsonObject()
              .put("name", ProviderType.RAC.verboseName())
              .put("description", "Remotely access computers/servers via RDP/SSH/VNC.")
              .put("component", ProviderType.RAC.component())
              .put("model_name", "racprovider")
              .put("icon_url", "/static/authentik/sources/rac.svg")
              .put("requires_enterprise", false)
              .put("deprecated", false));

  private final CommandClient commands;
  private final ListParameters parameters;

  public AllProvidersRoutes(CommandClient commands, ListParameters parameters) {
    this.commands = commands;
    this.parameters = parameters;
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        "/providers/all/types/",
        Resource.item("Provider types")
            .on(HttpMethod.GET, call -> Future.succeededFuture(Answer.ok(TYPES))));
    router.mount(
        "/providers/all/",
        Resource.collection("Provider List", COLLECTION)
            .on(HttpMethod.GET, Permission.VIEW_PROVIDER, this::list));
    router.mount(
        "/providers/all/:id/",
        Resource.item("Provider Instance")
            .on(HttpMethod.GET, Permission.VIEW_PROVIDER, this::get)
            .on(HttpMethod.DELETE, Permission.VIEW_PROVIDER, this::delete));
    router.mount(
        "/providers/all/:id/used_by/", Resource.item("Used by").on(HttpMethod.GET, this::usedBy));
  }

  private Future<Answer> list(Call call) {
    return commands
        .<JsonObject>request(
            ProviderCommands.LIST_ALL, parameters.command(call.query(), Scope.ALL), call.actor())
        .map(Answer::ok);
  }

  private Future<Answer> get(Call call) {
    return existing(call).map(Answer::ok);
  }

  private Future<Answer> delete(Call call) {
    if (!call.caller().may(Permission.DELETE_PROVIDER)) {
      return existing(call).compose(found -> Future.failedFuture(Failure.forbidden()));
    }
    return commands
        .request(ProviderCommands.DELETE_ALL, item(call), call.actor())
        .map(deleted -> Answer.noContent());
  }

  private Future<Answer> usedBy(Call call) {
    return commands
        .<JsonArray>request(ProviderCommands.USED_BY_ALL, item(call), call.actor())
        .map(users -> Answer.ok(UsedBy.visible(users, call.caller())));
  }

  private Future<JsonObject> existing(Call call) {
    return commands.request(ProviderCommands.GET_ALL, item(call), call.actor());
  }

  private static JsonObject item(Call call) {
    return ItemCommand.of(call, Scope.ALL);
  }
}
