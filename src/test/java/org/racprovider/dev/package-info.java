/**
 * The development server: {@link org.racprovider.dev.DevelopmentServer} runs the server on a {@link
 * org.racprovider.dev.DevelopmentDatabase}, which keeps its data between runs, and prints a {@link
 * org.racprovider.dev.Welcome} with a command that creates a provider.
 *
 * <p>The package uses the server's start and the {@code support} of the tests, whose class path it
 * runs on: the product contains no PostgreSQL.
 */
package org.racprovider.dev;
