package org.racprovider.support;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Keys for tests, in the formats of the configuration. */
public final class Keys {

  private Keys() {}

  public static KeyPair rsa(int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static KeyPair ec(String curve) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(curve));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * @param curve Ed25519 or Ed448
   */
  public static KeyPair okp(String curve) {
    try {
      return KeyPairGenerator.getInstance(curve).generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public static String pem(Key key) {
    String type = key instanceof java.security.PrivateKey ? "PRIVATE KEY" : "PUBLIC KEY";
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            type,
            Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded()),
            type);
  }

  public static JsonObject rsaJwk(KeyPair pair) {
    RSAPublicKey key = (RSAPublicKey) pair.getPublic();
    return new JsonObject()
        .put("kty", "RSA")
        .put("n", base64(key.getModulus().toByteArray()))
        .put("e", base64(key.getPublicExponent().toByteArray()));
  }

  public static JsonObject ecJwk(KeyPair pair) {
    ECPublicKey key = (ECPublicKey) pair.getPublic();
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return new JsonObject()
        .put("kty", "EC")
        .put("crv", "P-" + bits)
        .put("x", base64(coordinate(key.getW().getAffineX(), bits)))
        .put("y", base64(coordinate(key.getW().getAffineY(), bits)));
  }

  public static JsonObject okpJwk(KeyPair pair) {
    EdECPublicKey key = (EdECPublicKey) pair.getPublic();
    byte[] encoded = key.getEncoded();
    int bytes = key.getParams().getName().equals("Ed25519") ? 32 : 57;
    return new JsonObject()
        .put("kty", "OKP")
        .put("crv", key.getParams().getName())
        .put("x", base64(Arrays.copyOfRange(encoded, encoded.length - bytes, encoded.length)));
  }

  public static JsonObject oct(int bytes) {
    return new JsonObject().put("kty", "oct").put("k", base64(new byte[bytes]));
  }

  public static JsonObject jwks(JsonObject... keys) {
    JsonArray array = new JsonArray();
    for (JsonObject key : keys) {
      array.add(key);
    }
    return new JsonObject().put("keys", array);
  }

  private static byte[] coordinate(BigInteger number, int bits) {
    byte[] bytes = number.toByteArray();
    byte[] fixed = new byte[(bits + 7) / 8];
    int length = Math.min(bytes.length, fixed.length);
    System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
    return fixed;
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
