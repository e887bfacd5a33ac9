package org.racprovider.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.regex.Pattern;
import org.racprovider.json.StrictJson;

/** The header and the claims of a signed JWT whose signature has not been verified yet. */
record ParsedToken(JsonObject header, JsonObject claims) {

  // The JWT library accepts padding. This server does not: a token has only one valid form.
  private static final Pattern COMPACT = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /**
   * @throws RuntimeException if it is not three base64url parts, or if one of the first two is not
   *     a JSON object without duplicate keys
   */
  static ParsedToken parse(String token) {
    if (!COMPACT.matcher(token).matches()) {
      throw new IllegalArgumentException("A signed JWT has three parts of base64url");
    }
    String[] parts = token.split("\\.");
    return new ParsedToken(object(parts[0]), object(parts[1]));
  }

  private static JsonObject object(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return (JsonObject) StrictJson.decodeUnambiguous(Buffer.buffer(json));
  }
}
