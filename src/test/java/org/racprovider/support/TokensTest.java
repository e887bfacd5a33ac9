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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TokensTest {

  private static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Vertx vertx = Vertx.vertx();
  private final Tokens tokens = new Tokens(vertx, SECRET);

  @AfterEach
  void stop() {
    vertx.close().await();
  }

  @Test
  void carryTheCallersClaims() {
    // When
    User user = authenticate(tokens.of("adder")).await();

    // Then
    assertThat(user.subject()).isEqualTo("adder");
    assertThat(user.principal().getBoolean("is_superuser")).isFalse();
    assertThat(user.principal().getJsonArray("permissions"))
        .containsExactly("authentik_providers_rac.add_racprovider");
  }

  @Test
  void expiredOrOfAnotherKeyAreRefused() {
    assertThatThrownBy(() -> authenticate(tokens.expired("adder")).await()).isNotNull();
    assertThatThrownBy(() -> authenticate(tokens.wrongKey("adder")).await()).isNotNull();
  }

  private Future<User> authenticate(String token) {
    PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(SECRET);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key))
        .authenticate(new TokenCredentials(token));
  }
}
