package org.racprovider.start;

/** The exit codes of the process. The operations document lists them for users. */
public enum ExitCode {
  UNEXPECTED(1),
  BAD_CONFIGURATION(2),
  DATABASE_UNREACHABLE(3),
  SCHEMA_TOO_NEW(4),
  BAD_REFERENCE_DATA(5),
  PORT_TAKEN(6),
  IMPORT_FAILED(7),
  SCHEMA_TOO_OLD(8),
  MIGRATION_FAILED(9),
  WRONG_USAGE(64);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The code of the first {@link StartFailure} among the causes, however deep it is wrapped. */
  public static ExitCode of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof StartFailure known) {
        return known.exitCode();
      }
    }
    return UNEXPECTED;
  }
}
