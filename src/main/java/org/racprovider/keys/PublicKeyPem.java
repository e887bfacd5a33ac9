package org.racprovider.keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one public key in PEM format. No error message quotes its content. */
public final class PublicKeyPem {

  private static final int MIN_RSA_BITS = 2048;
  private static final Pattern PEM =
      Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----\\s*");

  private PublicKeyPem() {}

  /**
   * Reads an RSA, EC or EdDSA public key and returns it in the standard layout of PEM.
   *
   * @param textOrPath the key in PEM format, or the path of a file with it
   * @throws IllegalArgumentException with the reason if the key is not valid
   */
  public static String read(String textOrPath) {
    String text = textOrPath.contains("-----BEGIN") ? textOrPath : KeyFile.read(textOrPath);
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(decode(text));
    key(text);
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  /** The JWT algorithms of a public key: those of its type and curve. */
  public static List<String> algorithms(String pem) {
    return KeyAlgorithms.of(key(pem));
  }

  static boolean isLongEnough(PublicKey key) {
    return !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= MIN_RSA_BITS;
  }

  static PublicKey key(String pem) {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(decode(pem));
    for (String type : List.of("RSA", "EC", "EdDSA")) {
      try {
        return requireSecure(KeyFactory.getInstance(type).generatePublic(spec));
      } catch (GeneralSecurityException e) {
        // The key has the other type, or it is not valid.
      }
    }
    throw invalid("is not an RSA, EC or EdDSA public key");
  }

  private static PublicKey requireSecure(PublicKey key) {
    if (!isLongEnough(key)) {
      throw invalid("an RSA key must have 2048 bits or more");
    }
    if (KeyAlgorithms.of(key).isEmpty()) {
      throw invalid("an EC key must be on the curve P-256, P-384 or P-521");
    }
    return key;
  }

  private static byte[] decode(String pem) {
    if (pem.contains("PRIVATE KEY-----")) {
      throw invalid("holds a private key; only its public part belongs here");
    }
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw invalid("must be one PEM block \"BEGIN PUBLIC KEY\", or the path of a file with one");
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }

  private static IllegalArgumentException invalid(String reason) {
    return new IllegalArgumentException(reason);
  }
}
