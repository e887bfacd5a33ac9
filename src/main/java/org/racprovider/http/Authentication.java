package org.racprovider.http;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.util.List;
import org.racprovider.bus.Failure;
import org.racprovider.config.Jwt;

/**
 * Who sends a request: a JWT in {@code Authorization: Bearer}; all failures are 403 (contract 3).
 */
final class Authentication {

  private static final String SCHEME = "bearer";

  private final JWTAuth signatures;
  private final TokenRules rules;
  private final String permissionsClaim;
  private final VerifiedTokens verified = new VerifiedTokens();

  Authentication(Vertx vertx, Jwt config) {
    this.signatures = JWTAuth.create(vertx, config.authOptions());
    this.rules = new TokenRules(config);
    this.permissionsClaim = config.permissionsClaim();
  }

  /**
   * The caller.
   *
   * @throws Failure 403
   */
  Caller authenticate(HttpServerRequest request) {
    return authenticate(request.headers().getAll(HttpHeaders.AUTHORIZATION));
  }

  /** The same, from the values of the header. */
  Caller authenticate(List<String> authorization) {
    String compact = token(authorization);
    try {
      return verified.caller(compact, this::verify);
    } catch (RuntimeException refused) {
      throw invalid();
    }
  }

  private static String token(List<String> headers) {
    if (headers.size() > 1) {
      throw invalid();
    }
    String header = headers.isEmpty() ? "" : headers.get(0).trim();
    int blank = header.indexOf(' ');
    if (blank < 0 || !header.substring(0, blank).equalsIgnoreCase(SCHEME)) {
      throw Failure.of(Failure.Kind.FORBIDDEN, "Authentication credentials were not provided.");
    }
    return header.substring(blank + 1);
  }

  private VerifiedTokens.Verified verify(String compact) {
    Token token = Token.parse(compact);
    rules.check(token);
    // Keys are in memory: the future is complete when it is returned.
    if (!signatures.authenticate(new TokenCredentials(compact)).succeeded()) {
      throw invalid();
    }
    Caller caller = Caller.of(token.claims(), permissionsClaim);
    return new VerifiedTokens.Verified(caller, token.claims().getValue("exp"));
  }

  private static Failure invalid() {
    return Failure.of(Failure.Kind.FORBIDDEN, "Token invalid/expired");
  }
}
