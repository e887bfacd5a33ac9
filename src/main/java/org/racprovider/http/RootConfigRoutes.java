package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** {@code /root/config/}: the Terraform provider reads it when it starts (contract 5.7). */
public final class RootConfigRoutes implements RouteGroup {

  private static final JsonObject CONFIG =
      new JsonObject()
          .put(
              "error_reporting",
              new JsonObject()
                  .put("enabled", false)
                  .put("sentry_dsn", "")
                  .put("environment", "")
                  .put("send_pii", false)
                  .put("traces_sample_rate", 0))
          .put("capabilities", new JsonArray())
          .put("cache_timeout", 0)
          .put("cache_timeout_flows", 0)
          .put("cache_timeout_policies", 0);

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        "/root/config/",
        Resource.item("Config")
            .on(HttpMethod.GET, request -> Future.succeededFuture(JsonResponse.ok(CONFIG))));
  }
}
