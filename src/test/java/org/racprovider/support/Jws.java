package org.racprovider.support;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
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

  /** Signed on any curve, in the format of Java. */
  public static String esAsDer(PrivateKey key, String algorithm, String claims) {
    String hash = "SHA" + algorithm.substring(2);
    return signed(key, hash + "withECDSA", "{\"alg\":\"" + algorithm + "\"}", claims);
  }

  /** Signed with any algorithm of RFC 7518 and 8037 that has a public key. */
  public static String sign(PrivateKey key, String algorithm, String header, String claims) {
    String bits = algorithm.substring(2);
    return switch (algorithm.substring(0, 2)) {
      case "RS" -> signed(key, "SHA" + bits + "withRSA", header, claims);
      case "PS" -> pss(key, Integer.parseInt(bits), header, claims);
      case "ES" -> signed(key, "SHA" + bits + "withECDSAinP1363Format", header, claims);
      default -> signed(key, algorithm, header, claims);
    };
  }

  /** A token with an empty signature. */
  public static String unsigned(String header, String claims) {
    return input(header, claims) + ".";
  }

  private static String pss(PrivateKey key, int bits, String header, String claims) {
    String hash = "SHA-" + bits;
    return signed(
        key,
        "RSASSA-PSS",
        new PSSParameterSpec(hash, "MGF1", new MGF1ParameterSpec(hash), bits / 8, 1),
        header,
        claims);
  }

  private static String signed(PrivateKey key, String algorithm, String header, String claims) {
    return signed(key, algorithm, null, header, claims);
  }

  private static String signed(
      PrivateKey key,
      String algorithm,
      AlgorithmParameterSpec parameters,
      String header,
      String claims) {
    try {
      Signature signature = Signature.getInstance(algorithm);
      if (parameters != null) {
        signature.setParameter(parameters);
      }
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
