package org.racprovider.provider.store;

/** A row is larger than the sender of a command has memory for. */
final class RowTooLarge extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int bytes;

  RowTooLarge(int bytes) {
    super("The row has " + bytes + " bytes", null, false, false);
    this.bytes = bytes;
  }

  /** The size of the row. */
  int bytes() {
    return bytes;
  }
}
