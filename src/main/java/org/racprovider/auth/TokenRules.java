package org.racprovider.auth;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.racprovider.config.JwtConfig;

/** What the JWT library lets pass and must not: tokens without an end, unknown keys, extensions. */
final class TokenRules {

  private static final long LATEST = 100_000_000_000L;

  private final Set<Object> keyIds;

  /**
   * @param set the keys of the key set
   */
  TokenRules(List<JsonObject> set) {
    this.keyIds = keyIds(set);
  }

  /**
   * @throws IllegalArgumentException where the token breaks a rule
   * @throws UnknownKeyException where it breaks none but names a key that is not there
   */
  void check(ParsedToken token) {
    Object keyId = token.header().getValue("kid");
    require(!token.header().containsKey("crit"), "critical extensions are not understood");
    require(!isPast(token.claims().getValue("exp")), "expired, or no expiry");
    require(keyId == null || keyId instanceof String, "a key id is a text");
    if (keyId != null && !keyIds.isEmpty() && !keyIds.contains(keyId)) {
      throw new UnknownKeyException();
    }
  }

  /** When a token of these claims is refused; they hold an expiry that was checked. */
  static Instant validUntil(JsonObject claims) {
    long expiry = ((Number) claims.getValue("exp")).longValue();
    return Instant.ofEpochSecond(Math.min(expiry, LATEST)).plus(JwtConfig.LEEWAY);
  }

  /** Whether a claim {@code exp} is over, or none at all. */
  static boolean isPast(Object expiry) {
    double now = System.currentTimeMillis() / 1000.0;
    return !(expiry instanceof Number seconds)
        || seconds.doubleValue() + JwtConfig.LEEWAY.toSeconds() <= now;
  }

  private static Set<Object> keyIds(List<JsonObject> set) {
    return set.stream()
        .map(key -> key.getValue("kid"))
        .filter(Objects::nonNull)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static void require(boolean rule, String broken) {
    if (!rule) {
      throw new IllegalArgumentException(broken);
    }
  }
}
