package org.racprovider.provider;

/** What pages of many providers cost in bytes of heap, even if their rows are read in parts. */
public final class LargePages {

  /** A row of the driver with a pk and flows, and the copies of the pk. */
  public static final int BYTES_OF_ROW = 400;

  /** The pk of a provider that is still to be sent. */
  public static final int BYTES_OF_PK = 24;

  private LargePages() {}
}
