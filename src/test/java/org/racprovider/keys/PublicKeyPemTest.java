package org.racprovider.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Keys;

class PublicKeyPemTest {

  @Test
  void readsAKeyFromAFile(@TempDir Path folder) throws IOException {
    // Given
    String pem = Keys.pem(Keys.rsa(2048).getPublic());
    Path file = Files.writeString(folder.resolve("key.pem"), pem.replace("\n", "\r\n"));

    // Then
    assertThat(PublicKeyPem.read(file.toString())).isEqualTo(pem);
    assertThat(PublicKeyPem.algorithms(pem))
        .containsExactly("RS256", "RS384", "RS512", "PS256", "PS384", "PS512");
  }

  @ParameterizedTest
  @CsvSource({"secp256r1,ES256", "secp384r1,ES384", "secp521r1,ES512"})
  void derivesTheAlgorithmFromTheCurve(String curve, String algorithm) {
    assertThat(PublicKeyPem.algorithms(Keys.pem(Keys.ec(curve).getPublic())))
        .containsExactly(algorithm);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ed25519", "Ed448"})
  void readsKeysOfEdwardsCurves(String curve) {
    // Given
    String pem = Keys.pem(Keys.okp(curve).getPublic());

    // Then
    assertThat(PublicKeyPem.read(pem)).isEqualTo(pem);
    assertThat(PublicKeyPem.algorithms(pem)).containsExactly("EdDSA");
  }

  @Test
  void refusesPrivateAndShortKeys() {
    assertReason(Keys.pem(Keys.rsa(2048).getPrivate()), "holds a private key");
    assertReason(Keys.pem(Keys.rsa(1024).getPublic()), "2048 bits");
    assertReason(
        "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----", "is not an RSA, EC or EdDSA");
    assertReason(
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----", "BEGIN PUBLIC KEY");
    assertReason("/nowhere/key.pem", "file that can be read");
  }

  private static void assertReason(String pem, String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PublicKeyPem.read(pem))
        .withMessageContaining(reason);
  }
}
