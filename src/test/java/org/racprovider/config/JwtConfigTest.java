package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.junit5.VertxExtension;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.keys.KeySetReader;
import org.racprovider.keys.PublicKeyPem;
import org.racprovider.support.Keys;

@ExtendWith(VertxExtension.class)
class JwtConfigTest {

  @Test
  void acceptsTokensOfEveryConfiguredKey(Vertx vertx) {
    // Given
    String secret = "0123456789abcdef0123456789abcdef";
    KeyPair ec = Keys.ec("secp256r1");
    JsonObject jwks = Keys.jwks(Keys.rsaJwk(Keys.rsa(2048)).put("alg", "PS256"));
    JwtConfig jwt =
        new JwtConfig(
            Optional.of(secret),
            Optional.of(PublicKeyPem.read(Keys.pem(ec.getPublic()))),
            Optional.empty(),
            Duration.ofMinutes(5),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "permissions");

    // When
    JWTAuthOptions options = jwt.authOptions(KeySetReader.read(jwks.encode()).keys());
    JWTAuth auth = JWTAuth.create(vertx, options);

    // Then
    assertThat(subject(auth, token(vertx, "HS256", secret))).isEqualTo("me");
    assertThat(subject(auth, token(vertx, "ES256", Keys.pem(ec.getPrivate())))).isEqualTo("me");
    assertThat(options.getJwks()).containsExactly(jwks.getJsonArray("keys").getJsonObject(0));
  }

  private static String token(Vertx vertx, String algorithm, String key) {
    PubSecKeyOptions options = new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(key);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(options))
        .generateToken(new JsonObject().put("sub", "me"), new JWTOptions().setAlgorithm(algorithm));
  }

  private static String subject(JWTAuth auth, String token) {
    return auth.authenticate(new TokenCredentials(token)).await().subject();
  }
}
