/**
 * Copies reference data from a running authentik through its API, for the command {@code import}.
 * All methods may block.
 *
 * <ul>
 *   <li>{@link org.racprovider.importing.AuthentikClient} reads one path with a token.
 *   <li>{@link org.racprovider.importing.AuthentikImport} reads all lists and stores them, or
 *       compares them with the database in a dry run.
 *   <li>{@link org.racprovider.importing.ImportListener} receives the progress.
 * </ul>
 *
 * <p>It may use {@code reference} and {@code start}.
 */
package org.racprovider.importing;
