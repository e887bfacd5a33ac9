package org.racprovider.start;

import io.vertx.core.Future;
import java.util.List;

/**
 * The server cannot start, or a command cannot do its work, for a reason that the user can correct.
 * The message holds every problem, one a line. No problem holds a secret.
 */
public final class StartFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final ExitCode exitCode;
  private final transient List<String> problems;

  /**
   * A failure with several problems.
   *
   * @param problems a sentence for each problem, with its location
   */
  public StartFailure(ExitCode exitCode, List<String> problems) {
    this(exitCode, problems, null);
  }

  /** A failure with one problem. */
  public StartFailure(ExitCode exitCode, String problem) {
    this(exitCode, List.of(problem), null);
  }

  /** A failure with one problem, and its technical cause for the log. */
  public StartFailure(ExitCode exitCode, String problem, Throwable cause) {
    this(exitCode, List.of(problem), cause);
  }

  private StartFailure(ExitCode exitCode, List<String> problems, Throwable cause) {
    super(String.join("\n", problems), cause, false, false);
    this.exitCode = exitCode;
    this.problems = List.copyOf(problems);
  }

  /** A failed future: the server cannot listen on this address. */
  public static <T> Future<T> notListening(String host, int port, Throwable cause) {
    String problem = "cannot listen on %s:%d: %s".formatted(host, port, cause.getMessage());
    return Future.failedFuture(new StartFailure(ExitCode.PORT_TAKEN, problem, cause));
  }

  /** The code that the process ends with. */
  public ExitCode exitCode() {
    return exitCode;
  }

  /** A sentence for each problem, with its location. */
  public List<String> problems() {
    return problems;
  }
}
