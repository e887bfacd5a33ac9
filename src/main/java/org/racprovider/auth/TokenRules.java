package org.racprovider.auth;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.racprovider.config.JwtConfig;

/**
 * Refuses tokens that the JWT library accepts but this server must not: tokens without an expiry,
 * with an unknown key id, or with critical extensions.
 */
final class TokenRules {

  private static final long MAX_EXPIRY = 100_000_000_000L;

  /** A token names a key that is not in the key set, or not yet. */
  static final class UnknownKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownKeyException() {
      super("unknown key", null, false, false);
    }
  }

  private final Set<Object> keyIds;

  TokenRules(List<JsonObject> keySet) {
    this.keyIds = keyIds(keySet);
  }

  /**
   * @throws IllegalArgumentException if the token breaks a rule
   * @throws UnknownKeyException if it breaks none, but names an unknown key
   */
  void check(ParsedToken token) {
    Object keyId = token.header().getValue("kid");
    require(!token.header().containsKey("crit"), "critical extensions are not supported");
    require(!isExpired(token.claims().getValue("exp")), "expired, or no expiry");
    require(keyId == null || keyId instanceof String, "a key id must be a string");
    if (keyId != null && !keyIds.isEmpty() && !keyIds.contains(keyId)) {
      throw new UnknownKeyException();
    }
  }

  /** When a token with these checked claims is no longer accepted. */
  static Instant validUntil(JsonObject claims) {
    long expiry = ((Number) claims.getValue("exp")).longValue();
    return Instant.ofEpochSecond(Math.min(expiry, MAX_EXPIRY)).plus(JwtConfig.LEEWAY);
  }

  /** Whether a claim {@code exp} is in the past, or not a number. */
  static boolean isExpired(Object expiry) {
    double now = System.currentTimeMillis() / 1000.0;
    return !(expiry instanceof Number seconds)
        || seconds.doubleValue() + JwtConfig.LEEWAY.toSeconds() <= now;
  }

  private static Set<Object> keyIds(List<JsonObject> keySet) {
    return keySet.stream()
        .map(key -> key.getValue("kid"))
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void require(boolean rule, String violation) {
    if (!rule) {
      throw new IllegalArgumentException(violation);
    }
  }
}
