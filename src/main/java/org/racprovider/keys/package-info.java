/**
 * Reads the public keys and secrets that verify tokens.
 *
 * <ul>
 *   <li>{@link org.racprovider.keys.KeySetReader} reads JSON Web Key Sets.
 *   <li>{@link org.racprovider.keys.PublicKeyPem} reads a single key in PEM format.
 *   <li>{@link org.racprovider.keys.KeyAlgorithms} says which algorithms a key verifies.
 *   <li>{@link org.racprovider.keys.KeyFile} reads the file that a setting names.
 * </ul>
 *
 * <p>It uses no other package. Both {@code config}, at the start, and {@code auth}, while the
 * server runs, use it. An invalid key is an {@code IllegalArgumentException} with the reason.
 */
package org.racprovider.keys;
