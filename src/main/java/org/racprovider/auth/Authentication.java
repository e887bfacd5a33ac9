package org.racprovider.auth;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwtConfig;

/**
 * Who sends a request: a JWT in {@code Authorization: Bearer}; a token that is not believed is 403
 * (contract 3), one whose key has not been read yet 503. Confined to one event loop.
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

  /** The caller, at once unless the token names an unknown key; fails with a {@link Failure}. */
  public Future<Caller> authenticate(HttpServerRequest request) {
    return authenticate(request.headers().getAll(HttpHeaders.AUTHORIZATION));
  }

  /** The same, from the values of the header. */
  public Future<Caller> authenticate(List<String> authorization) {
    try {
      return caller(token(authorization));
    } catch (Failure refused) {
      return Future.failedFuture(refused);
    }
  }

  private static String token(List<String> headers) {
    if (headers.size() > 1) {
      throw TokenVerifier.invalid();
    }
    String header = headers.isEmpty() ? "" : headers.get(0).trim();
    int blank = header.indexOf(' ');
    if (blank < 0 || !header.substring(0, blank).equalsIgnoreCase(SCHEME)) {
      throw Failure.of(Failure.Kind.FORBIDDEN, "Authentication credentials were not provided.");
    }
    return header.substring(blank + 1);
  }

  private Future<Caller> caller(String compact) {
    try {
      return Future.succeededFuture(verifier().caller(compact));
    } catch (UnknownKeyException unknown) {
      return refreshed().map(done -> callerNow(compact));
    }
  }

  /** On this event loop again, whichever has read the keys. */
  private Future<Void> refreshed() {
    return Future.fromCompletionStage(
        keys.refresh().toCompletionStage(), vertx.getOrCreateContext());
  }

  private Caller callerNow(String compact) {
    try {
      return verifier().caller(compact);
    } catch (UnknownKeyException unknown) {
      throw keys.current().isComplete() ? TokenVerifier.invalid() : Failure.unavailable();
    }
  }

  private TokenVerifier verifier() {
    KeySet.Keys latest = keys.current();
    if (!verifier.isOf(latest)) {
      verifier = new TokenVerifier(vertx, config, latest);
    }
    return verifier;
  }
}
