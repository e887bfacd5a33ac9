package org.racprovider.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Keys;

class KeySetReaderTest {

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
  void refusesInvalidKeySets(String jwks) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeySetReader.read(jwks))
        .withMessageNotContaining("YWJj");
  }

  @Test
  void ignoresKeysThatAreNotForSignatures() {
    // Given
    JsonObject signing = Keys.rsaJwk(Keys.rsa(2048)).put("use", "sig");
    JsonObject encrypting = new JsonObject().put("kty", "OKP").put("use", "enc");

    // Then
    assertThat(KeySetReader.read(Keys.jwks(encrypting, signing).encode())).containsExactly(signing);
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
  void ignoresKeysThatItCannotUse(String ignored) {
    // Given
    JsonObject usable = Keys.rsaJwk(Keys.rsa(2048));
    String set = Keys.jwks(new JsonObject(ignored), usable).encode();

    // Then
    assertThat(KeySetReader.read(set)).containsExactly(usable);
    assertThat(KeySetReader.readPublic(set)).containsExactly(usable);
  }

  @Test
  void refusesASecretInAPublicKeySet() {
    // Given
    JsonObject set = Keys.jwks(Keys.rsaJwk(Keys.rsa(2048)), Keys.oct(32));

    // Then
    assertThat(KeySetReader.read(set.encode())).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeySetReader.readPublic(set.encode()))
        .withMessageContaining("secret");
  }
}
