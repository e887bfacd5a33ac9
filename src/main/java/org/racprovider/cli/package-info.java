/**
 * The commands that the process runs instead of the server, such as {@code migrate}.
 *
 * <p>{@link org.racprovider.cli.Cli} chooses the command by the arguments, prints failures and
 * returns the exit code. Each command gets a {@link org.racprovider.cli.CommandContext}: its
 * environment and its output streams, of which one is for results alone.
 *
 * <p>Uses {@code config} and the packages that do the work: {@code auth}, {@code db}, {@code
 * importing} and {@code reference}. Only the root package uses it.
 */
package org.racprovider.cli;
