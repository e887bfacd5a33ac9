package org.racprovider.bench;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.racprovider.support.Tokens;

/** Callers with tokens of their own, and the secret that the server verifies them with. */
record Callers(String secret, List<String> tokens) {

  /** As long as all subjects are. */
  static final String SUBJECT = "caller-00";

  private static final int NUMBER = 64;
  private static final Duration VALID = Duration.ofHours(12);
  private static final List<String> PERMISSIONS =
      List.of(
          "authentik_providers_rac.add_racprovider", "authentik_providers_rac.view_racprovider");

  static Callers create() {
    String secret = "the benchmark's own secret, known to everyone";
    Vertx vertx = Vertx.vertx();
    try {
      Tokens tokens = new Tokens(vertx, secret);
      return new Callers(
          secret, IntStream.range(0, NUMBER).mapToObj(n -> tokens.sign(claims(n))).toList());
    } finally {
      vertx.close().await();
    }
  }

  /** Writes a file with one token a line. */
  Path writeTo(Path file) throws IOException {
    return Files.write(file, tokens);
  }

  private static JsonObject claims(int number) {
    return new JsonObject()
        .put("sub", "caller-%02d".formatted(number))
        .put("permissions", new JsonArray(PERMISSIONS))
        .put("exp", Instant.now().plus(VALID).getEpochSecond());
  }
}
