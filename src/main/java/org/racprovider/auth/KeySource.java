package org.racprovider.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.racprovider.config.JwksSource;
import org.racprovider.config.JwtConfig;
import org.racprovider.keys.KeySetReader;
import org.racprovider.keys.ReadKeySet;

/** Where the key set is read from. */
@FunctionalInterface
interface KeySource {

  /** Reads the keys; fails with the reason if there is no valid key set. */
  Future<ReadKeySet> read();

  /** The configured source; an empty one if none is configured. */
  static KeySource of(Vertx vertx, JwtConfig config) {
    return config
        .jwks()
        .map(jwks -> of(vertx, jwks, config.jwksCa()))
        .orElseGet(() -> constant(new ReadKeySet(List.of(), List.of())));
  }

  private static KeySource of(Vertx vertx, JwksSource jwks, Optional<Path> ca) {
    if (jwks instanceof JwksSource.AtUrl at) {
      return new KeyEndpoint(vertx, at.url(), ca, KeyEndpoint.TIMEOUT);
    }
    return jwks instanceof JwksSource.InFile file
        ? inFile(vertx, file.path())
        : constant(((JwksSource.Given) jwks).keySet());
  }

  private static KeySource inFile(Vertx vertx, Path file) {
    return () ->
        vertx.fileSystem().readFile(file.toString()).map(Buffer::toString).map(KeySetReader::read);
  }

  private static KeySource constant(ReadKeySet keys) {
    return () -> Future.succeededFuture(keys);
  }
}
