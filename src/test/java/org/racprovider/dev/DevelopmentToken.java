package org.racprovider.dev;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The signing key of one run of the development server, which signs the token of a superuser. */
record DevelopmentToken(String secret) {

  static final Duration VALID = Duration.ofHours(12);

  private static final String HEADER =
      base64("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(UTF_8));

  static DevelopmentToken random() {
    byte[] bytes = new byte[48];
    new SecureRandom().nextBytes(bytes);
    return new DevelopmentToken(base64(bytes));
  }

  /** A compact JWT, signed with HS256. */
  String encode(Instant now) {
    JsonObject claims =
        new JsonObject()
            .put("sub", "developer")
            .put("is_superuser", true)
            .put("iat", now.getEpochSecond())
            .put("exp", now.plus(VALID).getEpochSecond());
    String signed = HEADER + "." + base64(claims.encode().getBytes(UTF_8));
    return signed + "." + base64(sign(signed));
  }

  private byte[] sign(String content) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
      return mac.doFinal(content.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HmacSHA256", e);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "DevelopmentToken[secret=***]";
  }
}
