package org.racprovider.auth;

import io.vertx.core.Vertx;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import org.racprovider.auth.KeySet.Keys;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwtConfig;

/** Verifies tokens with the keys of one moment, for one event loop. */
final class TokenVerifier {

  private final Keys keys;
  private final boolean hasKey;
  private final JWTAuth signatures;
  private final TokenRules rules;
  private final String permissionsClaim;
  private final TokenCache verified = new TokenCache();

  TokenVerifier(Vertx vertx, JwtConfig config, Keys keys) {
    this.keys = keys;
    this.hasKey = config.hasOwnKey() || keys.isComplete();
    this.signatures = JWTAuth.create(vertx, config.authOptions(keys.set()));
    this.rules = new TokenRules(keys.set());
    this.permissionsClaim = config.permissionsClaim();
  }

  /** Whether it has these keys, and no others. */
  boolean isOf(Keys latest) {
    return keys == latest;
  }

  /**
   * The caller of a token.
   *
   * @throws Failure 403
   * @throws UnknownKeyException where its key may be one that has not been read yet
   */
  Caller caller(String compact) {
    try {
      return verified.caller(compact, this::verify);
    } catch (UnknownKeyException unknown) {
      throw unknown;
    } catch (RuntimeException refused) {
      throw invalid();
    }
  }

  private TokenCache.Verified verify(String compact) {
    ParsedToken token = ParsedToken.parse(compact);
    rules.check(token);
    if (!isSigned(compact)) {
      throw keys.isComplete() ? invalid() : new UnknownKeyException();
    }
    Caller caller = Caller.of(token.claims(), permissionsClaim);
    return new TokenCache.Verified(caller, token.claims().getValue("exp"));
  }

  /** Without a key the library believes everything. With keys its future is complete at once. */
  private boolean isSigned(String compact) {
    return hasKey && signatures.authenticate(new TokenCredentials(compact)).succeeded();
  }

  static Failure invalid() {
    return Failure.of(Failure.Kind.FORBIDDEN, "Token invalid/expired");
  }
}
