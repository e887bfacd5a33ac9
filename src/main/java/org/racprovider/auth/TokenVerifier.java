package org.racprovider.auth;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.racprovider.auth.KeySet.KeySnapshot;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwtConfig;
import org.racprovider.keys.RsaSignatures;

/** Verifies tokens with one snapshot of the keys. Confined to one event loop. */
final class TokenVerifier {

  private final KeySnapshot keys;
  private final boolean hasKey;
  private final JWTAuth anyKey;
  private final Map<Object, JWTAuth> namedKeys;
  private final TokenRules rules;
  private final String permissionsClaim;
  private final TokenCache cache = new TokenCache();

  TokenVerifier(Vertx vertx, JwtConfig config, KeySnapshot keys) {
    this.keys = keys;
    this.hasKey = config.hasOwnKey() || keys.isLoaded();
    this.anyKey = JWTAuth.create(vertx, config.authOptions(keys.keys()));
    this.namedKeys = namedKeys(vertx, config, keys.keys());
    this.rules =
        new TokenRules(keys.keys(), RsaSignatures.lengths(keys.keys(), config.publicKey()));
    this.permissionsClaim = config.permissionsClaim();
  }

  private static Map<Object, JWTAuth> namedKeys(
      Vertx vertx, JwtConfig config, List<JsonObject> keySet) {
    Map<Object, List<JsonObject>> byName =
        keySet.stream()
            .filter(key -> key.getValue("kid") != null)
            .collect(Collectors.groupingBy(key -> key.getValue("kid")));
    return byName.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey,
                named -> JWTAuth.create(vertx, config.keySetOptions(named.getValue()))));
  }

  boolean uses(KeySnapshot snapshot) {
    return keys == snapshot;
  }

  /**
   * The caller whom a valid token identifies.
   *
   * @throws Failure 403 if the token is not valid
   * @throws TokenRules.UnknownKeyException if its key may not have been read yet
   */
  Caller verify(String token) {
    try {
      return cache.caller(token, this::verifyUncached);
    } catch (TokenRules.UnknownKeyException unknown) {
      throw unknown;
    } catch (RuntimeException refused) {
      throw invalid();
    }
  }

  private TokenCache.VerifiedToken verifyUncached(String token) {
    ParsedToken parsed = ParsedToken.parse(token);
    rules.check(parsed);
    if (!rules.hasWholeSignature(parsed) || !isSigned(token, parsed.keyId())) {
      throw keys.isLoaded() ? invalid() : new TokenRules.UnknownKeyException();
    }
    Caller caller = Caller.of(parsed.claims(), permissionsClaim);
    return new TokenCache.VerifiedToken(caller, parsed.claims().getValue("exp"));
  }

  /**
   * Whether the signature is valid: of the key that the token names, or of any key if it names none
   * of the key set. The library would also try keys without a name. It must not be asked without a
   * key, because it then accepts unsigned tokens. With a key its future is already complete.
   */
  private boolean isSigned(String token, Object keyId) {
    JWTAuth signatures = keyId == null ? anyKey : namedKeys.getOrDefault(keyId, anyKey);
    return hasKey && signatures.authenticate(new TokenCredentials(token)).succeeded();
  }

  static Failure invalid() {
    return Failure.of(Failure.Kind.FORBIDDEN, "Token invalid/expired");
  }
}
