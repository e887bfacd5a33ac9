package org.racprovider.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.regex.Pattern;
import org.racprovider.json.StrictJson;

/** The parts of a signed JWT whose signature has not been verified yet. */
record ParsedToken(JsonObject header, JsonObject claims, Buffer signature) {

  // The JWT library accepts padding. This server does not: a token has only one valid form.
  private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /**
   * @throws RuntimeException if it is not three parts of canonical base64url, or if one of the
   *     first two is not a JSON object without duplicate keys
   */
  static ParsedToken parse(String token) {
    if (!COMPACT.matcher(token).matches()) {
      throw new IllegalArgumentException("A signed JWT has three parts of base64url");
    }
    String[] parts = token.split("\\.");
    return new ParsedToken(
        object(parts[0]), object(parts[1]), Buffer.buffer(decodeCanonical(parts[2])));
  }

  /** The name of the key that the signature must be of; null if there is none. */
  Object keyId() {
    return header.getValue("kid");
  }

  private static JsonObject object(String part) {
    return (JsonObject) StrictJson.decodeUnambiguous(Buffer.buffer(decodeCanonical(part)));
  }

  /** The decoder of Java ignores the unused bits of the last character. */
  private static byte[] decodeCanonical(String part) {
    byte[] bytes = Base64.getUrlDecoder().decode(part);
    if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(part)) {
      throw new IllegalArgumentException("The unused bits of base64url must be zero");
    }
    return bytes;
  }
}
