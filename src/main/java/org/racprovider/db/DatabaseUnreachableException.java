package org.racprovider.db;

/**
 * The database could not be reached, or refused the user, within the configured wait; or it went
 * away later.
 */
public final class DatabaseUnreachableException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public DatabaseUnreachableException(String message) {
    super(message, null, false, false);
  }
}
