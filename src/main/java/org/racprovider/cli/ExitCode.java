package org.racprovider.cli;

import java.util.List;
import org.racprovider.config.ConfigException;
import org.racprovider.db.DatabaseUnreachableException;
import org.racprovider.db.MigrationFailedException;
import org.racprovider.db.SchemaTooNewException;
import org.racprovider.db.SchemaTooOldException;
import org.racprovider.http.NotListeningException;
import org.racprovider.importing.ImportFailedException;
import org.racprovider.reference.ReferenceDataException;

/** Why the process ended: the one place where a failure becomes an exit code. */
public enum ExitCode {
  UNEXPECTED(1),
  BAD_CONFIGURATION(2, ConfigException.class),
  DATABASE_UNREACHABLE(3, DatabaseUnreachableException.class),
  SCHEMA_TOO_NEW(4, SchemaTooNewException.class),
  BAD_REFERENCE_DATA(5, ReferenceDataException.class),
  PORT_TAKEN(6, NotListeningException.class),
  IMPORT_FAILED(7, ImportFailedException.class),
  SCHEMA_TOO_OLD(8, SchemaTooOldException.class),
  MIGRATION_FAILED(9, MigrationFailedException.class),
  WRONG_USAGE(64);

  private final int code;
  private final List<Class<?>> causes;

  ExitCode(int code, Class<?>... causes) {
    this.code = code;
    this.causes = List.of(causes);
  }

  public int code() {
    return code;
  }

  /** The code of the first cause that has one, however deep it is wrapped. */
  public static ExitCode of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      for (ExitCode code : values()) {
        if (code.isOf(cause)) {
          return code;
        }
      }
    }
    return UNEXPECTED;
  }

  private boolean isOf(Throwable cause) {
    return causes.stream().anyMatch(type -> type.isInstance(cause));
  }
}
