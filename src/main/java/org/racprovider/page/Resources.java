package org.racprovider.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Reads files of the class path, each once, off the event loop. */
record Resources(Vertx vertx) {

  private static final String WRITTEN_FOR = "/api/v3";

  /** Like the class path, the same for everyone. */
  private static final Map<String, Buffer> READ = new ConcurrentHashMap<>();

  /** What is in a file; it is shared, so nobody may change it. */
  Future<Buffer> read(String path) {
    Buffer known = READ.get(path);
    return known == null
        ? vertx.executeBlocking(() -> READ.computeIfAbsent(path, Resources::content))
        : Future.succeededFuture(known);
  }

  /** What is in a text file, with this base path in place of the usual one. */
  Future<String> read(String path, String basePath) {
    return read(path).map(text -> text.toString().replace(WRITTEN_FOR, basePath));
  }

  private static Buffer content(String path) {
    try (InputStream in = Resources.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new FileNotFoundException(path);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
