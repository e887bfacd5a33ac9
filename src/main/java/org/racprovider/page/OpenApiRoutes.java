package org.racprovider.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.Json;
import java.util.HashMap;
import java.util.Map;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.ApiResponse;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * {@code /schema/}: the OpenAPI document, in YAML or JSON. Each format is prepared at its first
 * request.
 */
public final class OpenApiRoutes implements RouteGroup {

  private final Vertx vertx;
  private final ClasspathFiles files;
  private final String server;
  private final Map<String, Future<ApiResponse>> documents = new HashMap<>();

  public OpenApiRoutes(Vertx vertx, String basePath) {
    this.vertx = vertx;
    this.files = new ClasspathFiles(vertx);
    this.server = basePath.isEmpty() ? "/" : basePath;
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        "/schema/",
        Resource.open(
                "OpenAPI document",
                "application/vnd.oai.openapi",
                "application/yaml",
                "application/vnd.oai.openapi+json",
                "application/json")
            .on(HttpMethod.GET, this::describe));
  }

  private Future<ApiResponse> describe(ApiRequest request) {
    return documents.computeIfAbsent(request.mediaType(), this::document);
  }

  private Future<ApiResponse> document(String mediaType) {
    return files
        .read("/openapi/openapi.yaml", server)
        .compose(
            yaml ->
                mediaType.endsWith("json")
                    ? json(yaml)
                    : Future.succeededFuture(Buffer.buffer(yaml)))
        .<ApiResponse>map(content -> new FileResponse(mediaType, content))
        .onFailure(failed -> documents.remove(mediaType));
  }

  private Future<Buffer> json(String yaml) {
    LoadSettings settings = LoadSettings.builder().build();
    return vertx.executeBlocking(
        () -> Json.encodeToBuffer(new Load(settings).loadFromString(yaml)));
  }
}
