/**
 * Identifies the callers of requests by their JWTs.
 *
 * <ul>
 *   <li>{@link org.racprovider.auth.Authentication} is the entry: from an {@code Authorization}
 *       header to a {@link org.racprovider.auth.Caller}, who has {@link
 *       org.racprovider.auth.Permission}s.
 *   <li>{@link org.racprovider.auth.TokenVerifier} verifies tokens, and {@link
 *       org.racprovider.auth.TokenCache} remembers them.
 *   <li>{@link org.racprovider.auth.KeySet} keeps the public keys up to date.
 * </ul>
 *
 * <p>It may use {@code config}, {@code keys}, {@code json} and, for failures, {@code bus}.
 */
package org.racprovider.auth;
