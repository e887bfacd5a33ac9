package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.racprovider.auth.Permission;
import org.racprovider.bus.CommandClient;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.JsonResponse;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;
import org.racprovider.limits.CallerMemory;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.ProviderType;

/**
 * The routes of {@code /providers/all/}: reads and deletes providers of every type (contract 4.4).
 */
public final class AllProvidersRoutes implements RouteGroup {

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

  private final ScopeRoutes all;

  public AllProvidersRoutes(
      CommandClient commands, ListParameters parameters, CallerMemory memory) {
    this.all =
        new ScopeRoutes(
            ProviderScope.ALL, Permission.DELETE_PROVIDER, commands, parameters, memory);
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        "/providers/all/types/",
        Resource.item("Provider types")
            .on(HttpMethod.GET, request -> Future.succeededFuture(JsonResponse.ok(TYPES))));
    router.mount(
        "/providers/all/",
        Resource.collection("Provider List", COLLECTION).on(HttpMethod.GET, all::list));
    router.mount(
        "/providers/all/:id/",
        Resource.item("Provider Instance")
            .on(
                HttpMethod.GET,
                Permission.VIEW_PROVIDER,
                request -> all.get(request).map(JsonResponse::ok))
            .on(HttpMethod.DELETE, Permission.VIEW_PROVIDER, all::delete));
    router.mount(
        "/providers/all/:id/used_by/", Resource.item("Used by").on(HttpMethod.GET, all::usedBy));
  }
}
