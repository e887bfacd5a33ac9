package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Keys;

class VerificationKeysTest {

  @Test
  void readsAKeyFromAFile(@TempDir Path folder) throws IOException {
    // Given
    String pem = Keys.pem(Keys.rsa(2048).getPublic());
    Path file = Files.writeString(folder.resolve("key.pem"), pem.replace("\n", "\r\n"));

    // Then
    assertThat(VerificationKeys.readPem(file.toString())).isEqualTo(pem);
    assertThat(VerificationKeys.algorithm(pem)).isEqualTo("RS256");
  }

  @ParameterizedTest
  @CsvSource({"secp256r1,ES256", "secp384r1,ES384", "secp521r1,ES512"})
  void curveDecidesTheAlgorithm(String curve, String algorithm) {
    assertThat(VerificationKeys.algorithm(Keys.pem(Keys.ec(curve).getPublic())))
        .isEqualTo(algorithm);
  }

  @Test
  void tokensOfEveryConfiguredKeyAreBelieved() {
    // Given
    Vertx vertx = Vertx.vertx();
    String secret = "0123456789abcdef0123456789abcdef";
    KeyPair ec = Keys.ec("secp256r1");
    JsonObject jwks = Keys.jwks(Keys.rsaJwk(Keys.rsa(2048)));
    Jwt jwt =
        new Jwt(
            Optional.of(secret),
            Optional.of(VerificationKeys.readPem(Keys.pem(ec.getPublic()))),
            Optional.empty(),
            Duration.ofMinutes(5),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "permissions");

    // When
    JWTAuthOptions options = jwt.authOptions(VerificationKeys.keySet(jwks.encode()));
    JWTAuth auth = JWTAuth.create(vertx, options);

    // Then
    assertThat(subject(auth, token(vertx, "HS256", secret))).isEqualTo("me");
    assertThat(subject(auth, token(vertx, "ES256", Keys.pem(ec.getPrivate())))).isEqualTo("me");
    assertThat(options.getJwks()).containsExactly(jwks.getJsonArray("keys").getJsonObject(0));
    vertx.close().await();
  }

  private static String token(Vertx vertx, String algorithm, String key) {
    PubSecKeyOptions options = new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(key);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(options))
        .generateToken(new JsonObject().put("sub", "me"), new JWTOptions().setAlgorithm(algorithm));
  }

  private static String subject(JWTAuth auth, String token) {
    return auth.authenticate(new TokenCredentials(token)).await().subject();
  }

  @Test
  void refusesPrivateAndShortKeys() {
    assertReason(Keys.pem(Keys.rsa(2048).getPrivate()), "holds a private key");
    assertReason(Keys.pem(Keys.rsa(1024).getPublic()), "2048 bits");
    assertReason(
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "is not an RSA or EC");
    assertReason(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "BEGIN PUBLIC KEY");
    assertReason("/nowhere/key.pem", "file that can be read");
  }

  private static void assertReason(String pem, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerificationKeys.readPem(pem))
        .withMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"keys\":[]}",
        "{\"keys\":[1]}",
        "{\"keys\":[{}]}",
        "{\"keys\":[{\"kty\":null}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"use\":\"enc\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"use\":\"enc\",\"d\":\"AA\"}]}",
        "{\"keys\":[{\"kty\":\"OKP\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"x\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AA\",\"y\":\"AA\",\"d\":\"AA\"}]}",
        "{\"keys\":[{\"kty\":\"oct\"}]}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"YWJj\"}]}"
      })
  void refusesAnUnusableKeySet(String jwks) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerificationKeys.keySet(jwks))
        .withMessageNotContaining("YWJj");
  }

  @Test
  void leavesAsideKeysThatAreNotForSignatures() {
    // Given
    JsonObject signing = Keys.rsaJwk(Keys.rsa(2048)).put("use", "sig");
    JsonObject encrypting = new JsonObject().put("kty", "OKP").put("use", "enc");

    // Then
    assertThat(VerificationKeys.keySet(Keys.jwks(encrypting, signing).encode()))
        .containsExactly(signing);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo\"}",
        "{\"kty\":\"EC\",\"crv\":\"P-999\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"EC\",\"crv\":\"secp256k1\",\"x\":\"AA\",\"y\":\"AA\"}",
        "{\"kty\":\"RSA\",\"n\":\"xwAB\",\"e\":\"AQAB\"}",
        "{\"kty\":\"new\"}",
        "{\"kty\":1}",
        "{}"
      })
  void leavesAsideKeysThatItCannotUse(String unusable) {
    // Given
    JsonObject good = Keys.rsaJwk(Keys.rsa(2048));
    String set = Keys.jwks(new JsonObject(unusable), good).encode();

    // Then
    assertThat(VerificationKeys.keySet(set)).containsExactly(good);
    assertThat(VerificationKeys.publicKeySet(set)).containsExactly(good);
  }

  @Test
  void refusesASecretWhereAnyoneMayAsk() {
    // Given
    JsonObject set = Keys.jwks(Keys.rsaJwk(Keys.rsa(2048)), Keys.oct(32));

    // Then
    assertThat(VerificationKeys.keySet(set.encode())).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> VerificationKeys.publicKeySet(set.encode()))
        .withMessageContaining("secret");
  }
}
