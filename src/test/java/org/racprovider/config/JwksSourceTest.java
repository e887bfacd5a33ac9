package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.pkitesting.CertificateBuilder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.support.Keys;

class JwksSourceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://authentik.example/application/o/rac/jwks/",
        "HTTPS://8.8.8.8:9443/jwks?policy=x",
        "http://localhost:9000/jwks",
        "http://127.0.0.1/jwks",
        "http://[::1]/jwks",
        "http://10.1.2.3/jwks",
        "http://172.31.0.1/jwks",
        "http://192.168.0.1/jwks",
        "http://authentik-server/jwks",
        "http://authentik.idp.svc/jwks",
        "http://authentik.idp.svc.cluster.local:9000/jwks"
      })
  void acceptsUrls(String url) {
    assertThat(JwksSource.of(url))
        .isEqualTo(new JwksSource.AtUrl(URI.create(url)))
        .hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://authentik.example/jwks",
        "http://8.8.8.8/jwks",
        "http://134744072/jwks",
        "http://0x8080808/jwks",
        "http://172.32.0.1/jwks",
        "http://10.evil.example/jwks",
        "http://svc.evil.example/jwks",
        "http://[2001:db8::1]/jwks",
        "https://me:hidden@authentik.example/jwks",
        "https://authentik.example/jwks#hidden",
        "https:///jwks",
        "https://a b/jwks"
      })
  void rejectsOtherUrlsWithoutRepeatingThem(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JwksSource.of(url))
        .withMessageContaining("https://")
        .withMessageNotContaining("hidden");
  }

  @Test
  void requiresAValidKeySetInAFile(@TempDir Path folder) throws IOException {
    // Given
    Path valid = Files.writeString(folder.resolve("valid"), Keys.jwks(Keys.oct(32)).encode());
    Path invalid = Files.writeString(folder.resolve("invalid"), "{\"keys\":[]}");

    // Then
    assertThat(JwksSource.of(valid.toString())).isEqualTo(new JwksSource.InFile(valid));
    assertThatIllegalArgumentException().isThrownBy(() -> JwksSource.of(invalid.toString()));
    assertThatIllegalArgumentException().isThrownBy(() -> JwksSource.of("/nowhere/jwks"));
  }

  @Test
  void isMaskedOnlyWhereItMayHoldSecrets(@TempDir Path folder) throws IOException {
    // Given
    String set = Keys.jwks(Keys.oct(32)).encode();
    String file = Files.writeString(folder.resolve("set"), set).toString();

    // Then
    assertThat(shown(set)).isEqualTo("***");
    assertThat(shown(file)).isEqualTo(file);
    assertThat(shown("https://authentik.example/jwks")).isEqualTo("https://authentik.example/jwks");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "http://authentik/jwks"})
  void rejectsAnUnusedCa(String jwks, @TempDir Path folder) throws Exception {
    // Given
    Path ca = folder.resolve("ca.pem");
    CertificateBuilder authority =
        new CertificateBuilder().subject("CN=ca").setIsCertificateAuthority(true);
    Files.writeString(ca, authority.buildSelfSigned().getCertificatePEM());
    Map<String, String> environment = new HashMap<>();
    environment.put("RAC_DATABASE_URL", "postgresql://a:b@c/d");
    environment.put("RAC_JWT_SECRET", "a secret for tests, of more than 32 bytes");
    environment.put("RAC_JWT_JWKS", jwks);
    environment.put("RAC_JWT_JWKS_CA", ca.toString());

    // Then
    assertThatThrownBy(() -> AppConfig.load(environment))
        .hasMessageContaining("RAC_JWT_JWKS_CA): needs an https:// URL");
  }

  private static Object shown(String jwks) {
    AppConfig config =
        AppConfig.load(Map.of("RAC_DATABASE_URL", "postgresql://a:b@c/d", "RAC_JWT_JWKS", jwks));
    Object shown = config.masked().getJsonObject("jwt").getValue("jwks");
    assertThat(config.jwt().toString()).contains("jwks=" + shown);
    return shown;
  }
}
