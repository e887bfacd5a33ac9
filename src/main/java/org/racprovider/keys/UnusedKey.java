package org.racprovider.keys;

import io.vertx.core.json.JsonObject;

/**
 * A key of a key set that verifies no tokens. It has nothing else of the key, so that it can be
 * logged.
 *
 * @param keyId its {@code kid}
 * @param type its {@code kty}
 */
public record UnusedKey(String keyId, String type, String reason) {

  private static final int MAX_LENGTH = 64;

  static UnusedKey of(JsonObject key, String reason) {
    return new UnusedKey(text(key.getValue("kid")), text(key.getValue("kty")), reason);
  }

  private static String text(Object member) {
    if (!(member instanceof String text)) {
      return "none";
    }
    return text.length() <= MAX_LENGTH ? text : text.substring(0, MAX_LENGTH) + "…";
  }
}
