package org.racprovider.page;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.FileNotFoundException;
import java.io.InputStream;

/** Reads files of the class path, off the event loop. */
record Resources(Vertx vertx) {

  Future<Buffer> read(String path) {
    return vertx.executeBlocking(
        () -> {
          try (InputStream in = Resources.class.getResourceAsStream(path)) {
            if (in == null) {
              throw new FileNotFoundException(path);
            }
            return Buffer.buffer(in.readAllBytes());
          }
        });
  }
}
