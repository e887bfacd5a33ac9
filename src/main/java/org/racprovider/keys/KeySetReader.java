package org.racprovider.keys;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads JSON Web Key Sets. No error message quotes its content. */
public final class KeySetReader {

  private static final int MIN_SECRET_BYTES = 32;
  private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");

  private KeySetReader() {}

  /**
   * Reads the keys that verify signatures: RSA and EC public keys, and secrets of at least 32
   * bytes. Keys of other types, sizes and uses are ignored, as RFC 7517 requires. At least one key
   * must remain, because the JWT library accepts unsigned tokens if it has no key.
   *
   * @throws IllegalArgumentException with the reason if the set is not valid
   */
  public static List<JsonObject> read(String text) {
    return usable(signatureKeys(text));
  }

  /**
   * Reads a key set that is public. It must not contain a secret.
   *
   * @throws IllegalArgumentException with the reason if the set is not valid
   */
  public static List<JsonObject> readPublic(String text) {
    List<JsonObject> keys = signatureKeys(text);
    if (keys.stream().anyMatch(key -> "oct".equals(key.getValue("kty")))) {
      throw invalid("holds a secret (oct), but a URL must serve public keys only");
    }
    return usable(keys);
  }

  /** The keys that are not marked for another use. */
  private static List<JsonObject> signatureKeys(String text) {
    if (!(object(text).getValue("keys") instanceof JsonArray keys)) {
      throw invalid("must be a JSON object whose \"keys\" is an array");
    }
    return IntStream.range(0, keys.size())
        .mapToObj(i -> publicPart(keys.getValue(i), "keys[" + i + "]"))
        .filter(key -> key.getValue("use") == null || "sig".equals(key.getValue("use")))
        .toList();
  }

  private static List<JsonObject> usable(List<JsonObject> keys) {
    List<JsonObject> usable = keys.stream().filter(KeySetReader::isUsable).toList();
    if (usable.isEmpty()) {
      throw invalid(
          "must hold at least one key for signatures"
              + " (RSA of 2048 bits or more, EC, oct of 32 bytes or more)");
    }
    return usable;
  }

  private static JsonObject object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw invalid("is not valid JSON");
    }
  }

  private static JsonObject publicPart(Object value, String path) {
    if (!(value instanceof JsonObject key)) {
      throw invalid(path + " must be an object");
    }
    if (key.containsKey("d")) {
      throw invalid(path + " is a private key; only its public part belongs here");
    }
    return key;
  }

  /** Uses the class that the JWT library uses, so that both accept the same keys. */
  private static boolean isUsable(JsonObject key) {
    try {
      JWK jwk = new JWK(key);
      return switch (key.getString("kty")) {
        case "oct" -> Base64.getUrlDecoder().decode(key.getString("k")).length >= MIN_SECRET_BYTES;
        case "RSA" -> jwk.publicKey() != null && PublicKeyPem.isLongEnough(jwk.publicKey());
        case "EC" -> jwk.publicKey() != null && CURVES.contains(key.getString("crv"));
        default -> false;
      };
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException(reason);
  }
}
