package org.racprovider.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import java.util.function.Supplier;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;

/** The web pages and their files. They require no token; the pages ask the user for one. */
public final class PageRoutes implements RouteGroup {

  private static final String HTML = "text/html";
  private static final String SCRIPT = "text/javascript";
  private static final String STYLE = "text/css";
  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

  private final ClasspathFiles files;
  private final String basePath;

  public PageRoutes(Vertx vertx, String basePath) {
    this.files = new ClasspathFiles(vertx);
    this.basePath = basePath;
  }

  /**
   * If the base path is empty, the API page is at {@code /} and the live page at {@code /live/}.
   */
  @Override
  public void mount(ApiRouter router) {
    mount(router, basePath.isEmpty() ? "/live/" : "/", HTML, this::livePage);
    mount(router, basePath + "/", HTML, "/page/api.html");
    mount(router, "/static/live.js", SCRIPT, "/page/live.js");
    mount(router, "/static/live.css", STYLE, "/page/live.css");
    mount(router, "/static/api.js", SCRIPT, "/page/api.js");
    mount(router, "/static/icon.svg", "image/svg+xml", "/page/icon.svg");
    mount(router, "/static/swagger-ui.css", STYLE, SWAGGER_UI + "swagger-ui.css");
    mount(router, "/static/swagger-ui-bundle.js", SCRIPT, SWAGGER_UI + "swagger-ui-bundle.js");
  }

  /** The live page is not below the base path, so its links contain the base path. */
  private Future<Buffer> livePage() {
    return files.read("/page/live.html", basePath).map(Buffer::buffer);
  }

  private void mount(ApiRouter router, String path, String mediaType, String file) {
    mount(router, path, mediaType, () -> files.read(file));
  }

  private static void mount(
      ApiRouter router, String path, String mediaType, Supplier<Future<Buffer>> content) {
    router.mountAt(
        path,
        Resource.open(path, mediaType)
            .on(
                HttpMethod.GET,
                request -> content.get().map(bytes -> new FileResponse(mediaType, bytes))));
  }
}
