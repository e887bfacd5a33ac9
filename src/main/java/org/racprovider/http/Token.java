package org.racprovider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Base64;

/** The header and the claims of a signed JWT in compact form, before its signature is verified. */
record Token(JsonObject header, JsonObject claims) {

  /**
   * @throws RuntimeException where it is not three base64url parts, the first two JSON objects
   */
  static Token parse(String compact) {
    String[] parts = compact.split("\\.", -1);
    if (parts.length != 3) {
      throw new IllegalArgumentException("A signed JWT has three parts");
    }
    return new Token(object(parts[0]), object(parts[1]));
  }

  private static JsonObject object(String part) {
    byte[] json = Base64.getUrlDecoder().decode(part);
    return (JsonObject) StrictJson.decode(Buffer.buffer(json));
  }
}
