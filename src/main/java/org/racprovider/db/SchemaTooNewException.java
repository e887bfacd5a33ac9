package org.racprovider.db;

/** The database's schema was made by a newer release of this server. */
public final class SchemaTooNewException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  SchemaTooNewException(String found, String known) {
    super(
        "the database schema is at version %s, this server knows versions up to %s:"
                .formatted(found, known)
            + " start a release that knows it, or restore a backup made before the upgrade",
        null,
        false,
        false);
  }
}
