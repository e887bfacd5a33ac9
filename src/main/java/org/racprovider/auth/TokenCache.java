package org.racprovider.auth;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * The callers whose tokens were verified last, so that a signature is checked once and not with
 * every request. An entry counts no longer than its token. Confined to one event loop; thrown away
 * when the keys change.
 */
final class TokenCache {

  private static final int CAPACITY = 1024;

  /** A caller, and the {@code exp} claim of the token that says who it is. */
  record Verified(Caller caller, Object expiry) {}

  private final Map<String, Verified> verified =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Verified> eldest) {
          return size() > CAPACITY;
        }
      };

  /**
   * The caller of a token.
   *
   * @param verify verifies a token that is not known, or no longer valid; throws what it throws
   */
  Caller caller(String compact, Function<String, Verified> verify) {
    Verified known = verified.get(compact);
    if (known == null || TokenRules.isPast(known.expiry())) {
      known = verify.apply(compact);
      verified.put(compact, known);
    }
    return known.caller();
  }
}
