package org.racprovider.keys;

import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The lengths that the signatures of RSA keys have: those of their moduli (RFC 8017). */
public final class RsaSignatures {

  private RsaSignatures() {}

  /** The lengths in bytes of the signatures of these keys. */
  public static Set<Integer> lengths(List<JsonObject> keySet, Optional<String> pem) {
    Stream<PublicKey> keys = keySet.stream().flatMap(RsaSignatures::publicKey);
    return Stream.concat(keys, pem.map(PublicKeyPem::key).stream())
        .filter(RSAPublicKey.class::isInstance)
        .map(key -> (((RSAPublicKey) key).getModulus().bitLength() + 7) / 8)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Stream<PublicKey> publicKey(JsonObject key) {
    try {
      return Stream.ofNullable(KeyCheck.publicKey(key));
    } catch (RuntimeException e) {
      // Its certificate has expired since the set was read; the JWT library ignores the key too.
      return Stream.empty();
    }
  }
}
