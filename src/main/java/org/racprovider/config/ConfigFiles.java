package org.racprovider.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** Reads configuration files. */
final class ConfigFiles {

  private final Vertx vertx;

  ConfigFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * The packaged defaults. Vert.x would prefer a {@code config.json} in the working directory, so
   * the class loader is asked.
   */
  static JsonObject defaults() {
    try (InputStream in = ConfigFiles.class.getResourceAsStream("/config.json")) {
      return new JsonObject(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The file at this path; empty, with a problem, when it cannot be read, or when path is empty.
   */
  Future<JsonObject> named(String path, List<String> problems) {
    if (path.isEmpty()) {
      return Future.succeededFuture(new JsonObject());
    }
    ConfigRetriever retriever = ConfigRetriever.create(vertx, options(path));
    return retriever
        .getConfig()
        .eventually(retriever::close)
        .otherwise(
            cause -> {
              problems.add("RAC_CONFIG: %s %s".formatted(path, reason(cause)));
              return new JsonObject();
            });
  }

  private static ConfigRetrieverOptions options(String path) {
    return new ConfigRetrieverOptions()
        .setScanPeriod(-1)
        .addStore(
            new ConfigStoreOptions()
                .setType("file")
                .setFormat("json")
                .setConfig(
                    new JsonObject().put("path", Path.of(path).toAbsolutePath().toString())));
  }

  /** The parser's own words may quote a secret: its place is enough. */
  private static String reason(Throwable cause) {
    for (Throwable t = cause; t != null; t = t.getCause()) {
      if (t instanceof JsonProcessingException e && e.getLocation() != null) {
        return "is not valid JSON at line %d, column %d"
            .formatted(e.getLocation().getLineNr(), e.getLocation().getColumnNr());
      }
    }
    return "cannot be read as a JSON object";
  }
}
