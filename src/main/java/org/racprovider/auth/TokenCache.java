package org.racprovider.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The callers of the most recently used tokens, so that a signature is not verified with every
 * request. An entry expires with its token. Confined to one event loop.
 */
final class TokenCache {

  private static final int CAPACITY = 1024;

  /**
   * A token whose signature is valid.
   *
   * @param expiry its claim {@code exp}
   */
  record VerifiedToken(Caller caller, Object expiry) {}

  private final Map<String, VerifiedToken> verified =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, VerifiedToken> eldest) {
          return size() > CAPACITY;
        }
      };

  /**
   * The caller of a token.
   *
   * @param verify verifies a token that is not in the cache or has expired; it throws if the token
   *     is not valid
   */
  Caller caller(String token, Function<String, VerifiedToken> verify) {
    VerifiedToken known = verified.get(token);
    if (known == null || TokenRules.isExpired(known.expiry())) {
      known = verify.apply(token);
      verified.put(token, known);
    }
    return known.caller();
  }
}
