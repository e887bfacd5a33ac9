package org.racprovider.importing;

/** What is to be imported cannot be read. */
public final class ImportFailedException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  ImportFailedException(String reason) {
    super(reason, null, false, false);
  }
}
