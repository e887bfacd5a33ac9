package org.racprovider.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs any header and claims, even if a JWT library refuses to sign them. */
public final class Jws {

  private Jws() {}

  public static String hs256(String secret, String header, String claims) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(bytes(secret), "HmacSHA256"));
      return unsigned(header, claims) + base64(mac.doFinal(bytes(input(header, claims))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String rs256(PrivateKey key, String header, String claims) {
    return signed(key, "SHA256withRSA", header, claims);
  }

  public static String es256(PrivateKey key, String header, String claims) {
    return signed(key, "SHA256withECDSAinP1363Format", header, claims);
  }

  /** Signed in the format of Java, which a JWS must not have. */
  public static String es256AsDer(PrivateKey key, String header, String claims) {
    return signed(key, "SHA256withECDSA", header, claims);
  }

  /** A token with an empty signature. */
  public static String unsigned(String header, String claims) {
    return input(header, claims) + ".";
  }

  private static String signed(PrivateKey key, String algorithm, String header, String claims) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(bytes(input(header, claims)));
      return unsigned(header, claims) + base64(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String input(String header, String claims) {
    return base64(bytes(header)) + "." + base64(bytes(claims));
  }

  private static byte[] bytes(String string) {
    return string.getBytes(StandardCharsets.UTF_8);
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
