package org.racprovider.keys;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads JSON Web Key Sets. No message repeats what was read. */
public final class KeySetReader {

  private static final int SMALLEST_SECRET_BYTES = 32;
  private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");

  private KeySetReader() {}

  /**
   * The keys of a key set that verify signatures: RSA and EC public keys, and secrets of 32 bytes
   * or more. Keys of other types, sizes and uses are left aside, as RFC 7517 has it. At least one
   * is left, for without a key the JWT library believes unsigned tokens.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static List<JsonObject> read(String text) {
    return usable(signing(text));
  }

  /**
   * The same, of a set that anyone may read, and that must hold no secret therefore.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static List<JsonObject> readPublic(String text) {
    List<JsonObject> keys = signing(text);
    if (keys.stream().anyMatch(key -> "oct".equals(key.getValue("kty")))) {
      throw refused("holds a secret (oct), which is none where anyone may ask for it");
    }
    return usable(keys);
  }

  /** All keys that are not for another use. */
  private static List<JsonObject> signing(String text) {
    if (!(object(text).getValue("keys") instanceof JsonArray keys)) {
      throw refused("must be a JSON object whose \"keys\" is an array");
    }
    return IntStream.range(0, keys.size())
        .mapToObj(i -> publicPart(keys.getValue(i), "keys[" + i + "]"))
        .filter(key -> key.getValue("use") == null || "sig".equals(key.getValue("use")))
        .toList();
  }

  private static List<JsonObject> usable(List<JsonObject> keys) {
    List<JsonObject> usable = keys.stream().filter(KeySetReader::isUsable).toList();
    if (usable.isEmpty()) {
      throw refused(
          "must hold at least one key for signatures"
              + " (RSA of 2048 bits or more, EC, oct of 32 bytes or more)");
    }
    return usable;
  }

  private static JsonObject object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw refused("is not valid JSON");
    }
  }

  private static JsonObject publicPart(Object value, String place) {
    if (!(value instanceof JsonObject key)) {
      throw refused(place + " must be an object");
    }
    if (key.containsKey("d")) {
      throw refused(place + " is a private key; only its public part belongs here");
    }
    return key;
  }

  private static boolean isUsable(JsonObject key) {
    try {
      JWK jwk = new JWK(key);
      return switch (key.getString("kty")) {
        case "oct" ->
            Base64.getUrlDecoder().decode(key.getString("k")).length >= SMALLEST_SECRET_BYTES;
        case "RSA" -> jwk.publicKey() != null && PublicKeyPem.isLongEnough(jwk.publicKey());
        case "EC" -> jwk.publicKey() != null && CURVES.contains(key.getString("crv"));
        default -> false;
      };
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(reason);
  }
}
