/**
 * The tools that tests, the development server and the benchmark share.
 *
 * <p>A {@link org.racprovider.support.PostgresServer} is a PostgreSQL process, and {@link
 * org.racprovider.support.Postgres} is a database on a shared one, for a test class. A {@link
 * org.racprovider.support.TestServer} runs in the JVM of the test; a {@link
 * org.racprovider.support.ServerProcess} is a process that can be killed. Every process is started
 * by {@link org.racprovider.support.BackgroundProcess}. {@link org.racprovider.support.Tools} skips
 * tests whose program is not installed.
 *
 * <p>The package uses the public classes of the server and no other test package.
 */
package org.racprovider.support;
