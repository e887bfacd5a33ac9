package org.racprovider.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
    assertThat(KeySetReader.read(Keys.jwks(encrypting, signing).encode()))
        .isEqualTo(
            new ReadKeySet(
                List.of(signing), List.of(new UnusedKey("none", "OKP", "its use is not sig"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'kty':'OKP','crv':'X25519','x':'AA'}          | OKP  | its curve is not supported",
        "{'kty':'OKP','crv':'Ed25519','x':'AA'}         | OKP  | it is not valid",
        "{'kty':'OKP','crv':'Ed25519'}                  | OKP  | it is not valid",
        "{'kty':'OKP','crv':'Ed25519','x':'AA','alg':'ES256'} | OKP | its alg does not fit its type or curve",
        "{'kty':'EC','crv':'P-999','x':'AA','y':'AA'}   | EC   | its curve is not supported",
        "{'kty':'EC','crv':'secp256k1','x':'A','y':'A'} | EC   | its curve is not supported",
        "{'kty':'EC','crv':'P-384','x':'AA','y':'AA','alg':'ES256'} | EC | its alg does not fit its type or curve",
        "{'kty':'EC','crv':7}                           | EC   | its curve is not supported",
        "{'kty':'EC'}                                   | EC   | its curve is not supported",
        "{'kty':'RSA','n':'xwAB','e':'AQAB'}            | RSA  | it is not valid",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','alg':'RS1'} | RSA | its alg does not fit its type or curve",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','alg':'none'} | RSA | its alg does not fit its type or curve",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','alg':'HS256'} | RSA | its alg does not fit its type or curve",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','alg':7}    | RSA  | its alg does not fit its type or curve",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','use':7}    | RSA  | its use is not sig",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','kid':7}    | RSA  | it is not valid",
        "{'kty':'RSA','n':'xwAB','e':'AQAB','x5c':['AA']} | RSA | it or its certificate (x5c) is not valid",
        "{'kty':'RSA','n':7,'e':'AQAB'}                 | RSA  | it is not valid",
        "{'kty':'new'}                                  | new  | its type is not supported",
        "{'kty':1}                                      | none | its type is not supported",
        "{}                                             | none | its type is not supported"
      })
  void leavesKeysAsideThatItCannotUse(String key, String type, String reason) {
    // Given
    JsonObject usable = Keys.rsaJwk(Keys.rsa(2048));
    String set = Keys.jwks(new JsonObject(key.replace('\'', '"')), usable).encode();
    ReadKeySet expected =
        new ReadKeySet(List.of(usable), List.of(new UnusedKey("none", type, reason)));

    // Then
    assertThat(KeySetReader.read(set)).isEqualTo(expected);
    assertThat(KeySetReader.readPublic(set)).isEqualTo(expected);
  }

  @Test
  void usesTheFirstOfSeveralKeysWithTheSameIdAndAlgorithm() {
    // Given
    JsonObject first = Keys.rsaJwk(Keys.rsa(2048)).put("kid", "a").put("alg", "RS256");
    JsonObject other = Keys.rsaJwk(Keys.rsa(2048)).put("kid", "a").put("alg", "PS256");
    JsonObject duplicate = Keys.rsaJwk(Keys.rsa(2048)).put("kid", "a");
    JsonObject otherType = Keys.ecJwk(Keys.ec("secp256r1")).put("kid", "a");
    JsonObject unnamed = Keys.rsaJwk(Keys.rsa(2048));

    // When
    ReadKeySet set =
        KeySetReader.read(Keys.jwks(first, other, duplicate, otherType, unnamed, unnamed).encode());

    // Then
    assertThat(set.keys()).containsExactly(first, other, otherType, unnamed, unnamed);
    assertThat(set.unused())
        .containsExactly(new UnusedKey("a", "RSA", "an earlier key has the same kid"));
  }

  @Test
  void shortensWhatItNames() {
    // Given
    JsonObject unused = new JsonObject().put("kty", "x".repeat(1000)).put("kid", "y".repeat(1000));

    // When
    UnusedKey named = KeySetReader.read(Keys.jwks(unused, Keys.oct(32)).encode()).unused().get(0);

    // Then
    assertThat(named.toString()).hasSizeLessThan(250);
  }

  @Test
  void saysWhyNoKeyIsUsable() {
    // Given
    String set = Keys.jwks(Keys.rsaJwk(Keys.rsa(1024)), new JsonObject()).encode();

    // Then
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeySetReader.read(set))
        .withMessageEndingWith("; keys[0]: it is too short; keys[1]: its type is not supported");
  }

  @Test
  void refusesASecretInAPublicKeySet() {
    // Given
    JsonObject set = Keys.jwks(Keys.rsaJwk(Keys.rsa(2048)), Keys.oct(32));

    // Then
    assertThat(KeySetReader.read(set.encode()).keys()).hasSize(2);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> KeySetReader.readPublic(set.encode()))
        .withMessageContaining("secret");
  }
}
