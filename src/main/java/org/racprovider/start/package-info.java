/**
 * How a start or a command fails: with the exit code of the process and all problems at once.
 *
 * <p>{@link org.racprovider.start.StartFailure} is thrown by every package that checks something
 * before the server accepts requests. {@link org.racprovider.start.ExitCode} lists the exit codes.
 *
 * <p>Uses no other package.
 */
package org.racprovider.start;
