package org.racprovider.keys;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Reads JSON Web Key Sets. No error message quotes its content. */
public final class KeySetReader {

  private static final int MAX_REASONS = 5;

  private KeySetReader() {}

  /**
   * Reads the keys that verify signatures: RSA, EC and OKP public keys, and secrets of at least 32
   * bytes. Keys of other types, sizes and uses are left aside, as RFC 7517 requires. At least one
   * key must remain, because the JWT library accepts unsigned tokens if it has no key.
   *
   * @throws IllegalArgumentException with the reason if the set is not valid
   */
  public static ReadKeySet read(String text) {
    return usable(publicParts(text));
  }

  /**
   * Reads a key set that is public. It must not contain a secret.
   *
   * @throws IllegalArgumentException with the reason if the set is not valid
   */
  public static ReadKeySet readPublic(String text) {
    List<JsonObject> keys = publicParts(text);
    if (keys.stream().anyMatch(KeySetReader::isSigningSecret)) {
      throw invalid("holds a secret (oct), but a URL must serve public keys only");
    }
    return usable(keys);
  }

  private static boolean isSigningSecret(JsonObject key) {
    return "oct".equals(key.getValue("kty"))
        && (key.getValue("use") == null || "sig".equals(key.getValue("use")));
  }

  private static List<JsonObject> publicParts(String text) {
    if (!(object(text).getValue("keys") instanceof JsonArray keys)) {
      throw invalid("must be a JSON object whose \"keys\" is an array");
    }
    return IntStream.range(0, keys.size())
        .mapToObj(i -> publicPart(keys.getValue(i), "keys[" + i + "]"))
        .toList();
  }

  private static ReadKeySet usable(List<JsonObject> keys) {
    KeyCheck check = new KeyCheck();
    List<JsonObject> usable = new ArrayList<>();
    List<UnusedKey> unused = new ArrayList<>();
    for (JsonObject key : keys) {
      check
          .flaw(key)
          .ifPresentOrElse(reason -> unused.add(UnusedKey.of(key, reason)), () -> usable.add(key));
    }
    if (usable.isEmpty()) {
      throw invalid(
          "must hold at least one key for signatures"
              + " (RSA of 2048 bits or more, EC, OKP, oct of 32 bytes or more)"
              + reasons(unused));
    }
    return new ReadKeySet(List.copyOf(usable), List.copyOf(unused));
  }

  private static String reasons(List<UnusedKey> unused) {
    return IntStream.range(0, Math.min(unused.size(), MAX_REASONS))
        .mapToObj(i -> "; keys[" + i + "]: " + unused.get(i).reason())
        .collect(Collectors.joining());
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

  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException(reason);
  }
}
