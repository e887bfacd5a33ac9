package org.racprovider.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Reads files of the class path, each once, off the event loop. Confined to one event loop. */
final class ClasspathFiles {

  private static final String WRITTEN_FOR = "/api/v3";

  private final Vertx vertx;
  private final Map<String, Future<Buffer>> files = new HashMap<>();

  ClasspathFiles(Vertx vertx) {
    this.vertx = vertx;
  }

  /** What is in a file; it is shared, so nobody may change it. */
  Future<Buffer> read(String path) {
    return files.computeIfAbsent(
        path,
        absent ->
            vertx.executeBlocking(() -> content(path)).onFailure(failed -> files.remove(path)));
  }

  /** What is in a text file, with this base path in place of the usual one. */
  Future<String> read(String path, String basePath) {
    return read(path).map(text -> text.toString().replace(WRITTEN_FOR, basePath));
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
