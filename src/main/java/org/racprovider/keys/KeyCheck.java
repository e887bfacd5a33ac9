package org.racprovider.keys;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Decides which keys of one key set verify tokens. */
final class KeyCheck {

  private static final int MIN_SECRET_BYTES = 32;
  private static final Set<Object> TYPES = Set.of("RSA", "EC", "OKP", "oct");

  private final Set<List<String>> taken = new HashSet<>();

  /** Why a key cannot be used; empty if it can. A reason quotes nothing of the key. */
  Optional<String> flaw(JsonObject key) {
    return kindFlaw(key).or(() -> contentFlaw(key)).or(() -> duplicate(key));
  }

  private static Optional<String> kindFlaw(JsonObject key) {
    Object type = key.getValue("kty");
    if (key.getValue("use") != null && !"sig".equals(key.getValue("use"))) {
      return Optional.of("its use is not sig");
    }
    if (type == null || !TYPES.contains(type)) {
      return Optional.of("its type is not supported");
    }
    if (KeyAlgorithms.permitted(key).isEmpty()) {
      return Optional.of("its curve is not supported");
    }
    return KeyAlgorithms.of(key).isEmpty()
        ? Optional.of("its alg does not fit its type or curve")
        : Optional.empty();
  }

  private static Optional<String> contentFlaw(JsonObject key) {
    try {
      return isLongEnough(key) ? Optional.empty() : Optional.of("it is too short");
    } catch (GeneralSecurityException | RuntimeException e) {
      // The JWT library checks the validity of the certificates.
      return Optional.of(
          key.containsKey("x5c") ? "it or its certificate (x5c) is not valid" : "it is not valid");
    }
  }

  private static boolean isLongEnough(JsonObject key) throws GeneralSecurityException {
    PublicKey publicKey = publicKey(key);
    if ("oct".equals(key.getValue("kty"))) {
      return Base64.getUrlDecoder().decode(key.getString("k")).length >= MIN_SECRET_BYTES;
    }
    if (publicKey instanceof EdECPublicKey) {
      // Only this decodes the point.
      Signature.getInstance("EdDSA").initVerify(publicKey);
    }
    return PublicKeyPem.isLongEnough(publicKey);
  }

  /**
   * Uses the class that the JWT library uses, so that both accept the same keys. Returns null for a
   * secret.
   */
  static PublicKey publicKey(JsonObject key) {
    JWK jwk = new JWK(key.copy().put("alg", KeyAlgorithms.of(key).get(0)));
    if (jwk.publicKey() == null && !"oct".equals(key.getValue("kty"))) {
      throw new IllegalArgumentException("a public key is missing");
    }
    return jwk.publicKey();
  }

  /** The JWT library would use the last of several keys with the same id and algorithm. */
  private Optional<String> duplicate(JsonObject key) {
    String keyId = key.getString("kid");
    List<List<String>> uses =
        keyId == null
            ? List.of()
            : KeyAlgorithms.of(key).stream().map(algorithm -> List.of(keyId, algorithm)).toList();
    if (uses.stream().anyMatch(taken::contains)) {
      return Optional.of("an earlier key has the same kid");
    }
    taken.addAll(uses);
    return Optional.empty();
  }
}
