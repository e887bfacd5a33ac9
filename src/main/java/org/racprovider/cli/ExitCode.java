package org.racprovider.cli;

import java.net.BindException;
import org.racprovider.config.ConfigException;
import org.racprovider.db.DatabaseUnreachableException;
import org.racprovider.db.SchemaTooNewException;
import org.racprovider.reference.ReferenceDataException;

/** Why the process ended: the one place where a failure becomes an exit code. */
public enum ExitCode {
  UNEXPECTED(1),
  BAD_CONFIGURATION(2),
  DATABASE_UNREACHABLE(3),
  SCHEMA_TOO_NEW(4),
  BAD_REFERENCE_DATA(5),
  PORT_TAKEN(6),
  WRONG_USAGE(64);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The code of the first cause that has one, however deep it is wrapped. */
  public static ExitCode of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ExitCode code = ofOne(cause);
      if (code != UNEXPECTED) {
        return code;
      }
    }
    return UNEXPECTED;
  }

  private static ExitCode ofOne(Throwable cause) {
    if (cause instanceof ConfigException) {
      return BAD_CONFIGURATION;
    }
    if (cause instanceof DatabaseUnreachableException) {
      return DATABASE_UNREACHABLE;
    }
    if (cause instanceof SchemaTooNewException) {
      return SCHEMA_TOO_NEW;
    }
    if (cause instanceof ReferenceDataException) {
      return BAD_REFERENCE_DATA;
    }
    return cause instanceof BindException ? PORT_TAKEN : UNEXPECTED;
  }
}
