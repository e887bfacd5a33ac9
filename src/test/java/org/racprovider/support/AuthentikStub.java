package org.racprovider.support;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Serves the lists of {@code authentik/lists.json} as authentik does, with two rows a page. */
public final class AuthentikStub implements AutoCloseable {

  public static final String TOKEN = "an-API-token-of-authentik";

  private static final int PAGE_SIZE = 2;
  private static final String API = "/api/v3";

  private final Vertx vertx = Vertx.vertx();
  private final JsonObject lists;
  private final Map<String, Consumer<HttpServerRequest>> faults = new ConcurrentHashMap<>();
  private final HttpServer server;
  private volatile boolean superuser = true;

  public AuthentikStub() throws IOException {
    lists = new JsonObject(Files.readString(Path.of("src/test/resources/authentik/lists.json")));
    server = vertx.createHttpServer().requestHandler(this::respond).listen(0, "127.0.0.1").await();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.actualPort() + API);
  }

  /** The rows of a list. Change them only while no request runs. */
  public JsonArray list(String path) {
    return lists.getJsonArray(path);
  }

  /** Handles requests for this page of a list in another way, until {@link #heal}. */
  public void fault(String path, int page, Consumer<HttpServerRequest> handler) {
    faults.put(path + page, handler);
  }

  /** Runs a change once, just before it serves this page of a list. */
  public void before(String path, int page, Runnable change) {
    fault(
        path,
        page,
        request -> {
          heal(path, page);
          change.run();
          respond(request);
        });
  }

  /** Ends a fault. */
  public void heal(String path, int page) {
    faults.remove(path + page);
  }

  public void superuser(boolean is) {
    superuser = is;
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private void respond(HttpServerRequest request) {
    String path = request.path().substring(API.length());
    int page = Integer.parseInt(request.params().contains("page") ? request.getParam("page") : "1");
    if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
      json(request, 403, new JsonObject().put("detail", "Token invalid/expired"));
    } else if (faults.containsKey(path + page)) {
      faults.get(path + page).accept(request);
    } else if (path.equals("/core/users/me/")) {
      json(request, 200, JsonObject.of("user", JsonObject.of("is_superuser", superuser)));
    } else {
      json(request, 200, page(list(path), page));
    }
  }

  private static void json(HttpServerRequest request, int status, JsonObject body) {
    request
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json")
        .end(body.encode());
  }

  private static JsonObject page(JsonArray rows, int number) {
    int from = (number - 1) * PAGE_SIZE;
    int to = Math.min(rows.size(), from + PAGE_SIZE);
    JsonObject pagination =
        new JsonObject()
            .put("next", to < rows.size() ? number + 1 : 0)
            .put("previous", number - 1)
            .put("count", rows.size())
            .put("current", number)
            .put("total_pages", (rows.size() + PAGE_SIZE - 1) / PAGE_SIZE)
            .put("start_index", from + 1)
            .put("end_index", to);
    return new JsonObject()
        .put("pagination", pagination)
        .put("results", new JsonArray(rows.stream().skip(from).limit(PAGE_SIZE).toList()))
        .put("autocomplete", new JsonObject());
  }
}
