package org.racprovider.keys;

import io.vertx.core.json.JsonObject;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The JWS algorithms that a key verifies. The type of the key and its curve permit them (RFC 7518
 * and 8037). A JSON Web Key may choose one of them with {@code alg}, which is optional.
 */
public final class KeyAlgorithms {

  private static final String EDDSA = "EdDSA";
  private static final List<String> RSA =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final List<String> SECRET = List.of("HS256", "HS384", "HS512");
  private static final Map<Object, String> EC =
      Map.of("P-256", "ES256", "P-384", "ES384", "P-521", "ES512");
  private static final Map<Object, String> EDWARDS = Map.of("Ed25519", EDDSA, "Ed448", EDDSA);

  private KeyAlgorithms() {}

  /**
   * Copies of the keys with an {@code alg} each: a key without one is copied for each of its
   * algorithms. The JWT library would assume RS256 or ES256, whatever the curve.
   */
  public static List<JsonObject> expand(List<JsonObject> keySet) {
    return keySet.stream().flatMap(KeyAlgorithms::expand).toList();
  }

  private static Stream<JsonObject> expand(JsonObject key) {
    return of(key).stream().map(algorithm -> key.copy().put("alg", algorithm));
  }

  /** The algorithms of a JSON Web Key; none if its {@code alg} does not fit. */
  static List<String> of(JsonObject key) {
    List<String> permitted = permitted(key);
    if (key.getValue("alg") != null) {
      return permitted.stream().filter(key.getValue("alg")::equals).toList();
    }
    // A secret may be too short for the longer hashes.
    return permitted == SECRET ? SECRET.subList(0, 1) : permitted;
  }

  /** What the type and curve of a JSON Web Key permit; nothing if they are not supported. */
  static List<String> permitted(JsonObject key) {
    return switch (String.valueOf(key.getValue("kty"))) {
      case "RSA" -> RSA;
      case "EC" -> ofCurve(EC, key.getValue("crv"));
      case "OKP" -> ofCurve(EDWARDS, key.getValue("crv"));
      case "oct" -> SECRET;
      default -> List.of();
    };
  }

  private static List<String> ofCurve(Map<Object, String> curves, Object curve) {
    return Stream.ofNullable(curve).map(curves::get).flatMap(Stream::ofNullable).toList();
  }

  /** The algorithms of a public key; none if its curve is not supported. */
  static List<String> of(PublicKey key) {
    if (key instanceof ECPublicKey ec) {
      int bits = ec.getParams().getCurve().getField().getFieldSize();
      return ofCurve(EC, "P-" + bits);
    }
    return key instanceof EdECPublicKey ? List.of(EDDSA) : RSA;
  }
}
