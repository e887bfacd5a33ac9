package org.racprovider.support;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;

/** Bodies of providers, which refer to the objects of {@code recorded/fixtures.json}. */
public final class Providers {

  /** The collection of RAC providers. */
  public static final String PATH = "/api/v3/providers/rac/";

  /** A flow that authorizes. */
  public static final String FLOW = "0f10f10f-0000-4000-8000-000000000001";

  /** Three property mappings, whose order differs from that of their pks. */
  public static final List<String> MAPPINGS =
      List.of(
          "0ba9ba9b-0000-4000-8000-000000000003",
          "0ba9ba9b-0000-4000-8000-000000000001",
          "0ba9ba9b-0000-4000-8000-000000000002");

  private Providers() {}

  /** The required fields: this name, and {@link #FLOW}. */
  public static JsonObject named(String name) {
    return new JsonObject().put("name", name).put("authorization_flow", FLOW);
  }

  /** The required fields, and the first of {@link #MAPPINGS}. */
  public static JsonObject withMapping(String name) {
    return named(name).put("property_mappings", JsonArray.of(MAPPINGS.get(0)));
  }

  /** The pk in the response to a create. */
  public static int pk(HttpResponse<Buffer> created) {
    return created.bodyAsJsonObject().getInteger("pk");
  }
}
