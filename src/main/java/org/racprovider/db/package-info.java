/**
 * Access to PostgreSQL: migrations at the start, then statements with limits and deadlines.
 *
 * <ul>
 *   <li>{@link org.racprovider.db.Migrations} waits for the database and brings its schema up to
 *       date.
 *   <li>{@link org.racprovider.db.DatabaseClient} runs statements and transactions, and replaces
 *       connections that do not respond.
 *   <li>{@link org.racprovider.db.SingleSession} opens the sessions that hold locks.
 *   <li>{@link org.racprovider.db.GroupCommit} executes many requests by one statement.
 *   <li>{@link org.racprovider.db.PersistenceVerticle} serves the commands that need the database.
 * </ul>
 *
 * <p>It may use {@code bus}, {@code config}, {@code limits} and {@code start}.
 */
package org.racprovider.db;
