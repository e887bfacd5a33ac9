package org.racprovider.db;

/** The database's schema lacks migrations of this server. */
public final class SchemaTooOldException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SchemaTooOldException() {
    super("the database schema is not up to date: run the command migrate", null, false, false);
  }
}
