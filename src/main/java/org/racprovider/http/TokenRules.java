package org.racprovider.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.racprovider.config.Jwt;

/** What the JWT library lets pass and must not: tokens without an end, unknown keys, extensions. */
final class TokenRules {

  private static final Duration LEEWAY = Duration.ofSeconds(30);
  private static final long LATEST = 100_000_000_000L;

  private final Set<Object> keyIds;

  TokenRules(Jwt config) {
    this.keyIds = keyIds(config);
  }

  /**
   * @throws IllegalArgumentException where the token breaks a rule
   */
  void check(Token token) {
    require(!token.header().containsKey("crit"), "critical extensions are not understood");
    require(isKnown(token.header().getValue("kid")), "unknown key id");
    require(!isPast(token.claims().getValue("exp")), "expired, or no expiry");
  }

  /** When a token of these claims is refused; they hold an expiry that was checked. */
  static Instant validUntil(JsonObject claims) {
    long expiry = ((Number) claims.getValue("exp")).longValue();
    return Instant.ofEpochSecond(Math.min(expiry, LATEST)).plus(LEEWAY);
  }

  private boolean isKnown(Object keyId) {
    return keyId == null || keyIds.isEmpty() || keyIds.contains(keyId);
  }

  /** Whether a claim {@code exp} is over, or none at all. */
  static boolean isPast(Object expiry) {
    double now = System.currentTimeMillis() / 1000.0;
    return !(expiry instanceof Number seconds) || seconds.doubleValue() + LEEWAY.toSeconds() <= now;
  }

  private static Set<Object> keyIds(Jwt config) {
    return config.jwks().stream()
        .flatMap(set -> set.getJsonArray("keys", JsonArray.of()).stream())
        .map(key -> ((JsonObject) key).getValue("kid"))
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void require(boolean rule, String broken) {
    if (!rule) {
      throw new IllegalArgumentException(broken);
    }
  }
}
