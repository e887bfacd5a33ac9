package org.racprovider.auth;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;
import java.util.regex.Pattern;
import org.racprovider.json.StrictJson;

/** The header and the claims of a signed JWT in compact form, before its signature is verified. */
record ParsedToken(JsonObject header, JsonObject claims) {

  // The library also takes padding, so that one token could be written in several ways.
  private static final Pattern FORM = Pattern.compile("[\\w-]+\\.[\\w-]+\\.[\\w-]+");

  /**
   * @throws RuntimeException where it is not three base64url parts, the first two JSON objects
   *     without duplicate keys
   */
  static ParsedToken parse(String compact) {
    if (!FORM.matcher(compact).matches()) {
      throw new IllegalArgumentException("A signed JWT has three parts of base64url");
    }
    String[] parts = compact.split("\\.");
    return new ParsedToken(object(parts[0]), object(parts[1]));
  }

  private static JsonObject object(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return (JsonObject) StrictJson.decodeUnambiguous(Buffer.buffer(json));
  }
}
