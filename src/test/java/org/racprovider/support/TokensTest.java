package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(VertxExtension.class)
class TokensTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private Vertx vertx;
  private Tokens tokens;

  @BeforeEach
  void createTokens(Vertx injected) {
    vertx = injected;
    tokens = new Tokens(vertx, SECRET);
  }

  @Test
  void carriesTheClaimsOfTheCaller() {
    // When
    User user = authenticate(tokens.of("adder")).await();

    // Then
    assertThat(user.subject()).isEqualTo("adder");
    assertThat(user.principal().getBoolean("is_superuser")).isFalse();
    assertThat(user.principal().getJsonArray("permissions"))
        .containsExactly("authentik_providers_rac.add_racprovider");
  }

  @Test
  void signsExpiredAndForgedTokensThatAreRefused() {
    assertThatThrownBy(() -> authenticate(tokens.expired("adder")).await()).isNotNull();
    assertThatThrownBy(() -> authenticate(tokens.signedWithAnotherSecret("adder")).await())
        .isNotNull();
  }

  private Future<User> authenticate(String token) {
    PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(SECRET);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key))
        .authenticate(new TokenCredentials(token));
  }
}
