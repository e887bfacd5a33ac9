package org.racprovider.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.math.BigInteger;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwtConfig;
import org.racprovider.keys.KeySetReader;
import org.racprovider.keys.PublicKeyPem;
import org.racprovider.support.Jws;
import org.racprovider.support.Keys;

/** The type and the curve of a key decide which algorithms it verifies, unless its alg does. */
@ExtendWith(VertxExtension.class)
class TokenAlgorithmsTest {

  private static final List<String> RSA_FAMILIES =
      List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  private static final List<String> EC_FAMILY = List.of("ES256", "ES384", "ES512");

  private static final KeyPair RSA = Keys.rsa(2048);
  private static final KeyPair P256 = Keys.ec("secp256r1");
  private static final KeyPair P384 = Keys.ec("secp384r1");
  private static final KeyPair P521 = Keys.ec("secp521r1");
  private static final KeyPair ED25519 = Keys.okp("Ed25519");
  private static final KeyPair ED448 = Keys.okp("Ed448");

  /** The order of the group of Ed25519 (RFC 8032). */
  private static final BigInteger ED25519_ORDER =
      BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

  private static Vertx vertx;

  @BeforeAll
  static void setVertx(Vertx injected) {
    vertx = injected;
  }

  static Stream<Arguments> keys() {
    return Stream.of(
        Arguments.of("RSA", RSA, Keys.rsaJwk(RSA), RSA_FAMILIES),
        Arguments.of("P-256", P256, Keys.ecJwk(P256), List.of("ES256")),
        Arguments.of("P-384", P384, Keys.ecJwk(P384), List.of("ES384")),
        Arguments.of("P-521", P521, Keys.ecJwk(P521), List.of("ES512")),
        Arguments.of("Ed25519", ED25519, Keys.okpJwk(ED25519), List.of("EdDSA")),
        Arguments.of("Ed448", ED448, Keys.okpJwk(ED448), List.of("EdDSA")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void keysWithoutAlgorithmVerifyThoseOfTheirKind(
      String name, KeyPair pair, JsonObject jwk, List<String> algorithms) {
    // Given
    TokenVerifier unnamed = verifier(jwk);
    TokenVerifier named = verifier(jwk.copy().put("kid", "k"), Keys.rsaJwk(Keys.rsa(2048)));
    TokenVerifier pem = pemVerifier(pair);

    // Then
    for (String algorithm : possible(pair)) {
      boolean accepted = algorithms.contains(algorithm);
      assertVerifies(unnamed, sign(pair, algorithm, Map.of()), accepted);
      assertVerifies(named, sign(pair, algorithm, Map.of("kid", "k")), accepted);
      assertVerifies(named, sign(pair, algorithm, Map.of()), accepted);
      assertVerifies(pem, sign(pair, algorithm, Map.of()), accepted);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void keysWithAnAlgorithmVerifyOnlyThat(
      String name, KeyPair pair, JsonObject jwk, List<String> algorithms) {
    for (String only : algorithms) {
      TokenVerifier verifier = verifier(jwk.copy().put("kid", "k").put("alg", only));
      for (String algorithm : possible(pair)) {
        boolean accepted = algorithm.equals(only);
        assertVerifies(verifier, sign(pair, algorithm, Map.of("kid", "k")), accepted);
        assertVerifies(verifier, sign(pair, algorithm, Map.of()), accepted);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void refusesOtherKeysOfTheSameKind(
      String name, KeyPair pair, JsonObject jwk, List<String> algorithms) {
    TokenVerifier verifier = verifier(jwk.copy().put("kid", "k"));
    for (String algorithm : algorithms) {
      assertVerifies(verifier, sign(another(name), algorithm, Map.of("kid", "k")), false);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HS256", "HS384", "HS512"})
  void refusesPublicKeysAsSecrets(String algorithm) {
    // Given
    String header = new JsonObject().put("alg", algorithm).encode();

    // Then
    for (KeyPair pair : List.of(RSA, P384, ED25519)) {
      String token = Jws.hs256(Keys.pem(pair.getPublic()), header, claims(3600));
      assertVerifies(pemVerifier(pair), token, false);
      assertVerifies(verifier(Keys.rsaJwk(RSA), Keys.okpJwk(ED25519)), token, false);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 114, 0, 1, 63, 65, 113, 115, 128})
  void refusesEdwardsSignaturesOfZeros(int bytes) {
    // Given
    String token = resigned(sign(ED25519, "EdDSA", Map.of()), new byte[bytes]);

    // Then
    assertVerifies(verifier(Keys.okpJwk(ED25519), Keys.okpJwk(ED448)), token, false);
  }

  @Test
  void refusesEdwardsSignaturesOfWhichSIsNotReduced() {
    // Given
    String valid = sign(ED25519, "EdDSA", Map.of());
    byte[] signature = signature(valid);
    byte[] s = reversed(Arrays.copyOfRange(signature, 32, 64));
    byte[] sum = reversed(new BigInteger(1, s).add(ED25519_ORDER).toByteArray());
    byte[] changed = Arrays.copyOf(signature, 64);
    System.arraycopy(sum, 0, changed, 32, 32);

    // Then
    assertVerifies(verifier(Keys.okpJwk(ED25519)), valid, true);
    assertVerifies(verifier(Keys.okpJwk(ED25519)), resigned(valid, changed), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"RS256", "PS256", "EdDSA"})
  void refusesSignaturesWithoutTheirLastZero(String algorithm) {
    // Given: one of 256, and one of 16 with Ed25519
    KeyPair pair = algorithm.equals("EdDSA") ? ED25519 : RSA;
    TokenVerifier verifier = pemVerifier(pair);
    String valid =
        LongStream.iterate(3600, seconds -> seconds + 1)
            .mapToObj(seconds -> sign(pair, algorithm, Map.of(), seconds))
            .filter(token -> signature(token)[signature(token).length - 1] == 0)
            .findFirst()
            .orElseThrow();
    byte[] signature = signature(valid);

    // Then
    assertVerifies(verifier, valid, true);
    assertVerifies(
        verifier, resigned(valid, Arrays.copyOf(signature, signature.length - 1)), false);
    assertVerifies(
        verifier, resigned(valid, Arrays.copyOf(signature, signature.length + 1)), false);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ES256", "ES384", "ES512"})
  void refusesEcdsaSignaturesOfAnotherLength(String algorithm) {
    // Given
    KeyPair pair = Map.of("ES256", P256, "ES384", P384, "ES512", P521).get(algorithm);
    TokenVerifier verifier = verifier(Keys.ecJwk(pair));
    String valid = sign(pair, algorithm, Map.of());
    byte[] signature = signature(valid);
    int half = signature.length / 2;
    byte[] wide = new byte[signature.length + 2];
    System.arraycopy(signature, 0, wide, 1, half);
    System.arraycopy(signature, half, wide, half + 2, half);

    // Then
    assertVerifies(verifier, valid, true);
    assertVerifies(verifier, resigned(valid, wide), false);
    assertVerifies(verifier, Jws.esAsDer(pair.getPrivate(), algorithm, claims(3600)), false);
  }

  @Test
  void anUnreadKeySetIsNoReasonToRefuseASignature() {
    // Given
    TokenVerifier verifier =
        new TokenVerifier(
            vertx, config(Optional.empty()), new KeySet.KeySnapshot(List.of(), false));

    // Then
    for (KeyPair pair : List.of(RSA, P256, ED25519)) {
      String algorithm = possible(pair).get(0);
      assertThatThrownBy(() -> verifier.verify(sign(pair, algorithm, Map.of())))
          .isInstanceOf(TokenRules.UnknownKeyException.class);
    }
  }

  private static List<String> possible(KeyPair pair) {
    return switch (pair.getPublic().getAlgorithm()) {
      case "RSA" -> RSA_FAMILIES;
      case "EC" -> EC_FAMILY;
      default -> List.of("EdDSA");
    };
  }

  private static KeyPair another(String name) {
    return switch (name) {
      case "RSA" -> Keys.rsa(2048);
      case "P-256" -> Keys.ec("secp256r1");
      case "P-384" -> Keys.ec("secp384r1");
      case "P-521" -> Keys.ec("secp521r1");
      default -> Keys.okp(name);
    };
  }

  private static void assertVerifies(TokenVerifier verifier, String token, boolean accepted) {
    if (accepted) {
      assertThat(verifier.verify(token).subject()).isEqualTo("somebody");
    } else {
      assertThatThrownBy(() -> verifier.verify(token)).isInstanceOf(Failure.class);
    }
  }

  private static TokenVerifier verifier(JsonObject... keys) {
    List<JsonObject> read = KeySetReader.readPublic(Keys.jwks(keys).encode()).keys();
    assertThat(read).hasSize(keys.length);
    return new TokenVerifier(vertx, config(Optional.empty()), new KeySet.KeySnapshot(read, true));
  }

  private static TokenVerifier pemVerifier(KeyPair pair) {
    String pem = PublicKeyPem.read(Keys.pem(pair.getPublic()));
    return new TokenVerifier(
        vertx, config(Optional.of(pem)), new KeySet.KeySnapshot(List.of(), true));
  }

  private static JwtConfig config(Optional<String> pem) {
    return new JwtConfig(
        Optional.empty(),
        pem,
        Optional.empty(),
        Duration.ofMinutes(5),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "permissions");
  }

  private static String sign(KeyPair pair, String algorithm, Map<String, Object> header) {
    return sign(pair, algorithm, header, 3600);
  }

  private static String sign(
      KeyPair pair, String algorithm, Map<String, Object> header, long secondsAhead) {
    JsonObject whole = new JsonObject().put("alg", algorithm);
    header.forEach(whole::put);
    return Jws.sign(pair.getPrivate(), algorithm, whole.encode(), claims(secondsAhead));
  }

  private static String claims(long secondsAhead) {
    return new JsonObject()
        .put("sub", "somebody")
        .put("exp", Instant.now().getEpochSecond() + secondsAhead)
        .encode();
  }

  private static byte[] signature(String token) {
    return Base64.getUrlDecoder().decode(token.substring(token.lastIndexOf('.') + 1));
  }

  private static String resigned(String token, byte[] signature) {
    return token.substring(0, token.lastIndexOf('.') + 1)
        + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
  }

  private static byte[] reversed(byte[] bytes) {
    byte[] reversed = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      reversed[i] = bytes[bytes.length - 1 - i];
    }
    return reversed;
  }
}
