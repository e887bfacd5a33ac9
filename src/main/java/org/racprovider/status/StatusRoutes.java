package org.racprovider.status;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.racprovider.auth.Permission;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.ApiResponse;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.JsonResponse;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;

/** {@code /status/}: the last {@link NodeStatus} of every node. */
public final class StatusRoutes implements RouteGroup {

  private final NodeRegistry nodes;

  public StatusRoutes(NodeRegistry nodes) {
    this.nodes = nodes;
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        "/status/",
        Resource.item("Status").on(HttpMethod.GET, Permission.VIEW_RAC_PROVIDER, this::list));
  }

  private Future<ApiResponse> list(ApiRequest ignored) {
    JsonArray statuses = new JsonArray(nodes.statuses(System.nanoTime()));
    return Future.succeededFuture(JsonResponse.ok(new JsonObject().put("nodes", statuses)));
  }
}
