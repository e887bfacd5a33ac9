package org.racprovider.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.racprovider.config.JwtConfig;

/**
 * Refuses tokens that the JWT library accepts but this server must not: tokens without an expiry,
 * with times out of range, with an unknown key id, with critical extensions, or with a signature in
 * another form than that of RFC 7518 and 8037.
 */
final class TokenRules {

  private static final long MAX_EXPIRY = 100_000_000_000L;

  /** In seconds. Beyond it JSON numbers are not exact, and sums overflow in the JWT library. */
  private static final double MAX_TIME = 1L << 53;

  /** The bytes of R, and of S, by algorithm. */
  private static final Map<Object, Integer> COORDINATE_BYTES =
      Map.of("ES256", 32, "ES384", 48, "ES512", 66);

  /** The bytes of EdDSA signatures, with Ed25519 and with Ed448. */
  private static final Set<Integer> EDDSA_BYTES = Set.of(64, 114);

  /** A token names a key that is not in the key set, or not yet. */
  static final class UnknownKeyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnknownKeyException() {
      super("unknown key", null, false, false);
    }
  }

  private final Set<Object> keyIds;
  private final Set<Integer> rsaBytes;

  /**
   * @param rsaBytes the lengths of the signatures of all RSA keys
   */
  TokenRules(List<JsonObject> keySet, Set<Integer> rsaBytes) {
    this.keyIds = keyIds(keySet);
    this.rsaBytes = rsaBytes;
  }

  /**
   * @throws IllegalArgumentException if the token breaks a rule
   * @throws UnknownKeyException if it breaks none, but names an unknown key
   */
  void check(ParsedToken token) {
    Object keyId = token.keyId();
    require(!token.header().containsKey("crit"), "critical extensions are not supported");
    require(!isExpired(token.claims().getValue("exp")), "expired, or no expiry");
    require(isPast(token.claims(), "nbf"), "not valid yet");
    require(isPast(token.claims(), "iat"), "issued in the future");
    require(hasRawForm(token), "an ECDSA signature must be R and S");
    require(keyId == null || keyId instanceof String, "a key id must be a string");
    if (keyId != null && !keyIds.isEmpty() && !keyIds.contains(keyId)) {
      throw new UnknownKeyException();
    }
  }

  /**
   * Whether the signature is as long as one of an RSA or EdDSA key. The JWT library also accepts it
   * without the zeros at its end.
   */
  boolean hasWholeSignature(ParsedToken token) {
    String algorithm = String.valueOf(token.header().getValue("alg"));
    int length = token.signature().length();
    if (algorithm.equals("EdDSA")) {
      return EDDSA_BYTES.contains(length);
    }
    boolean isRsa = algorithm.startsWith("RS") || algorithm.startsWith("PS");
    return !isRsa || rsaBytes.contains(length);
  }

  /** When a token with these checked claims is no longer accepted. */
  static Instant validUntil(JsonObject claims) {
    long expiry = ((Number) claims.getValue("exp")).longValue();
    return Instant.ofEpochSecond(Math.min(expiry, MAX_EXPIRY)).plus(JwtConfig.LEEWAY);
  }

  /** Whether a claim {@code exp} is in the past, or not a number. */
  static boolean isExpired(Object expiry) {
    double now = System.currentTimeMillis() / 1000.0;
    return !isTime(expiry) || ((Number) expiry).doubleValue() + JwtConfig.LEEWAY.toSeconds() <= now;
  }

  /** Whether a claim is missing or a time that has come. */
  private static boolean isPast(JsonObject claims, String name) {
    double now = System.currentTimeMillis() / 1000.0;
    return !claims.containsKey(name)
        || isTime(claims.getValue(name))
            && claims.getDouble(name) <= now + JwtConfig.LEEWAY.toSeconds();
  }

  private static boolean isTime(Object claim) {
    return claim instanceof Number seconds
        && seconds.doubleValue() >= 0
        && seconds.doubleValue() <= MAX_TIME;
  }

  /**
   * Whether the signature has the length that its algorithm requires and no part that is zero. The
   * JWT library also accepts DER.
   */
  private static boolean hasRawForm(ParsedToken token) {
    Integer length = COORDINATE_BYTES.get(token.header().getValue("alg"));
    Buffer signature = token.signature();
    return length == null
        || signature.length() == 2 * length
            && !isZero(signature.slice(0, length))
            && !isZero(signature.slice(length, 2 * length));
  }

  private static boolean isZero(Buffer number) {
    return new BigInteger(1, number.getBytes()).signum() == 0;
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
