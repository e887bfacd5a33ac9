package org.racprovider.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwtConfig;

/**
 * Identifies the caller of a request by the JWT in {@code Authorization: Bearer}. It fails with 403
 * if the token is missing or not valid (contract 3), and with 503 if its key may be in a key set
 * that could not be read yet. Confined to one event loop.
 */
public final class Authentication {

  private static final String SCHEME = "bearer";

  private final Vertx vertx;
  private final JwtConfig config;
  private final KeySet keys;
  private TokenVerifier verifier;

  public Authentication(Vertx vertx, JwtConfig config, KeySet keys) {
    this.vertx = vertx;
    this.config = config;
    this.keys = keys;
    this.verifier = new TokenVerifier(vertx, config, keys.current());
  }

  /**
   * Identifies the caller of a request. The future is already complete unless the token names an
   * unknown key. It fails with a {@link Failure}.
   */
  public Future<Caller> authenticate(HttpServerRequest request) {
    return authenticate(request.headers().getAll(HttpHeaders.AUTHORIZATION));
  }

  /** Identifies the caller by the values of the {@code Authorization} headers. */
  public Future<Caller> authenticate(List<String> headers) {
    try {
      return caller(token(headers));
    } catch (Failure refused) {
      return Future.failedFuture(refused);
    }
  }

  private static String token(List<String> headers) {
    if (headers.size() > 1) {
      throw TokenVerifier.invalid();
    }
    String header = headers.isEmpty() ? "" : headers.get(0).trim();
    int space = header.indexOf(' ');
    if (space < 0 || !header.substring(0, space).equalsIgnoreCase(SCHEME)) {
      throw Failure.of(Failure.Kind.FORBIDDEN, "Authentication credentials were not provided.");
    }
    return header.substring(space + 1);
  }

  private Future<Caller> caller(String token) {
    try {
      return Future.succeededFuture(verifier().verify(token));
    } catch (TokenRules.UnknownKeyException unknown) {
      return refreshKeys().map(refreshed -> callerAfterRefresh(token));
    }
  }

  /** Completes on this event loop, whichever event loop reads the keys. */
  private Future<Void> refreshKeys() {
    return Future.fromCompletionStage(
        keys.refresh().toCompletionStage(), vertx.getOrCreateContext());
  }

  private Caller callerAfterRefresh(String token) {
    try {
      return verifier().verify(token);
    } catch (TokenRules.UnknownKeyException unknown) {
      throw keys.current().isLoaded() ? TokenVerifier.invalid() : Failure.unavailable();
    }
  }

  private TokenVerifier verifier() {
    KeySet.KeySnapshot latest = keys.current();
    if (!verifier.uses(latest)) {
      verifier = new TokenVerifier(vertx, config, latest);
    }
    return verifier;
  }
}
