package org.racprovider.page;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.Feature;
import org.racprovider.http.Resource;

/** Pages for people, and the files that they are made of. They ask their reader for a token. */
public final class PageRoutes implements Feature {

  private static final String HTML = "text/html";
  private static final String SCRIPT = "text/javascript";
  private static final String STYLE = "text/css";
  private static final String SWAGGER_UI = "/META-INF/resources/webjars/swagger-ui/5.34.1/";

  private final Resources resources;
  private final String basePath;

  public PageRoutes(Vertx vertx, String basePath) {
    this.resources = new Resources(vertx);
    this.basePath = basePath;
  }

  @Override
  public void mount(ApiRouter router) {
    mount(router, basePath + "/", HTML, "/page/api.html");
    mount(router, "/static/api.js", SCRIPT, "/page/api.js");
    mount(router, "/static/icon.svg", "image/svg+xml", "/page/icon.svg");
    mount(router, "/static/swagger-ui.css", STYLE, SWAGGER_UI + "swagger-ui.css");
    mount(router, "/static/swagger-ui-bundle.js", SCRIPT, SWAGGER_UI + "swagger-ui-bundle.js");
  }

  private void mount(ApiRouter router, String address, String mediaType, String path) {
    router.mountAt(
        address,
        Resource.open(address, mediaType)
            .on(
                HttpMethod.GET,
                call -> resources.read(path).map(content -> new Document(mediaType, content))));
  }
}
