package org.racprovider.config;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.impl.jose.JWK;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Reads the keys that tokens are verified with. No message repeats what was read. */
public final class VerificationKeys {

  private static final int SMALLEST_RSA_BITS = 2048;
  private static final int SMALLEST_SECRET_BYTES = 32;
  private static final Set<String> CURVES = Set.of("P-256", "P-384", "P-521");
  private static final Pattern PEM =
      Pattern.compile("\\s*-----BEGIN PUBLIC KEY-----([^-]+)-----END PUBLIC KEY-----\\s*");

  private VerificationKeys() {}

  /** {@link #pem} of the text itself, or of the file that it names. */
  static String readPem(String textOrPath) {
    return pem(textOrPath.contains("-----BEGIN") ? textOrPath : content(textOrPath));
  }

  static String content(String path) {
    try {
      return Files.readString(Path.of(path));
    } catch (IOException | InvalidPathException e) {
      throw refused("is neither the text itself nor the path of a file that can be read");
    }
  }

  /**
   * One RSA or EC public key, in PEM's standard layout.
   *
   * @throws IllegalArgumentException with the reason
   */
  private static String pem(String text) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(decode(text));
    key(text);
    return "-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n";
  }

  /** The JWT algorithm that goes with a public key: RS256, or what the key's curve asks for. */
  static String algorithm(String pem) {
    return key(pem) instanceof ECPublicKey ec ? algorithm(ec) : "RS256";
  }

  private static String algorithm(ECPublicKey key) {
    int bits = key.getParams().getCurve().getField().getFieldSize();
    return switch (bits) {
      case 256 -> "ES256";
      case 384 -> "ES384";
      case 521 -> "ES512";
      default -> throw refused("an EC key must be on the curve P-256, P-384 or P-521");
    };
  }

  /**
   * The keys of a key set that verify signatures: RSA and EC public keys, and secrets of 32 bytes
   * or more. Keys of other types, sizes and uses are left aside, as RFC 7517 has it. At least one
   * is left, for without a key the JWT library believes unsigned tokens.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static List<JsonObject> keySet(String text) {
    return usable(signing(text));
  }

  /**
   * The same, of a set that anyone may read, and that must hold no secret therefore.
   *
   * @throws IllegalArgumentException with the reason
   */
  public static List<JsonObject> publicKeySet(String text) {
    List<JsonObject> keys = signing(text);
    if (keys.stream().anyMatch(key -> "oct".equals(key.getValue("kty")))) {
      throw refused("holds a secret (oct), which is none where anyone may ask for it");
    }
    return usable(keys);
  }

  /** All keys that are not for another use. */
  private static List<JsonObject> signing(String text) {
    if (!(object(text).getValue("keys") instanceof JsonArray keys)) {
      throw refused("must be a JSON object whose \"keys\" is an array");
    }
    return IntStream.range(0, keys.size())
        .mapToObj(i -> publicPart(keys.getValue(i), "keys[" + i + "]"))
        .filter(key -> key.getValue("use") == null || "sig".equals(key.getValue("use")))
        .toList();
  }

  private static List<JsonObject> usable(List<JsonObject> keys) {
    List<JsonObject> usable = keys.stream().filter(VerificationKeys::isUsable).toList();
    if (usable.isEmpty()) {
      throw refused(
          "must hold at least one key for signatures"
              + " (RSA of 2048 bits or more, EC, oct of 32 bytes or more)");
    }
    return usable;
  }

  private static JsonObject object(String text) {
    try {
      return new JsonObject(text);
    } catch (DecodeException e) {
      throw refused("is not valid JSON");
    }
  }

  private static JsonObject publicPart(Object value, String place) {
    if (!(value instanceof JsonObject key)) {
      throw refused(place + " must be an object");
    }
    if (key.containsKey("d")) {
      throw refused(place + " is a private key; only its public part belongs here");
    }
    return key;
  }

  private static boolean isUsable(JsonObject key) {
    try {
      JWK jwk = new JWK(key);
      return switch (key.getString("kty")) {
        case "oct" ->
            Base64.getUrlDecoder().decode(key.getString("k")).length >= SMALLEST_SECRET_BYTES;
        case "RSA" -> jwk.publicKey() != null && longEnough(jwk.publicKey());
        case "EC" -> jwk.publicKey() != null && CURVES.contains(key.getString("crv"));
        default -> false;
      };
    } catch (RuntimeException e) {
      return false;
    }
  }

  private static PublicKey key(String pem) {
    X509EncodedKeySpec spec = new X509EncodedKeySpec(decode(pem));
    for (String type : List.of("RSA", "EC")) {
      try {
        return checked(KeyFactory.getInstance(type).generatePublic(spec));
      } catch (GeneralSecurityException e) {
        // Of the other type, or of none.
      }
    }
    throw refused("is not an RSA or EC public key");
  }

  private static PublicKey checked(PublicKey key) {
    if (!longEnough(key)) {
      throw refused("an RSA key must have 2048 bits or more");
    }
    if (key instanceof ECPublicKey ec) {
      algorithm(ec);
    }
    return key;
  }

  private static boolean longEnough(PublicKey key) {
    return !(key instanceof RSAPublicKey rsa) || rsa.getModulus().bitLength() >= SMALLEST_RSA_BITS;
  }

  private static byte[] decode(String pem) {
    if (pem.contains("PRIVATE KEY-----")) {
      throw refused("holds a private key; only its public part belongs here");
    }
    Matcher matcher = PEM.matcher(pem);
    if (!matcher.matches()) {
      throw refused("must be one PEM block \"BEGIN PUBLIC KEY\", or the path of a file with one");
    }
    return Base64.getMimeDecoder().decode(matcher.group(1));
  }

  private static IllegalArgumentException refused(String reason) {
    return new IllegalArgumentException(reason);
  }
}
