package org.racprovider.db;

/** The schema is not what the migrations made, or a migration failed. */
public final class MigrationFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MigrationFailedException(Throwable cause) {
    super("cannot bring the database schema up to date: " + cause.getMessage(), cause);
  }
}
