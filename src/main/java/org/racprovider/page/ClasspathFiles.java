package org.racprovider.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Reads files of the class path on a worker thread, each file once. Confined to one event loop. */
final class ClasspathFiles {

  /** The base path that the files contain. */
  private static final String DEFAULT_BASE_PATH = "/api/v3";

  private final Vertx vertx;
  private final Map<String, Future<Buffer>> files = new HashMap<>();

  ClasspathFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /** The content of a file. It is shared and must not be changed. */
  Future<Buffer> read(String path) {
    return files.computeIfAbsent(
        path,
        absent ->
            vertx.executeBlocking(() -> content(path)).onFailure(failed -> files.remove(path)));
  }

  /** The content of a text file, with this base path instead of the default one. */
  Future<String> read(String path, String basePath) {
    return read(path).map(text -> text.toString().replace(DEFAULT_BASE_PATH, basePath));
  }

  private static Buffer content(String path) throws IOException {
    try (InputStream in = ClasspathFiles.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return Buffer.buffer(in.readAllBytes());
    }
  }
}
