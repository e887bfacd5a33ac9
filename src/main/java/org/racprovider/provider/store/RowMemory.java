package org.racprovider.provider.store;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.racprovider.bus.Failure;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.limits.Reservation;

/** The memory for the rows that one transaction reads, until it has replied. */
final class RowMemory {

  private final Reservation reserved;
  private final int costOfByte;
  private long bytes;

  /**
   * @param costOfByte what a byte of a row costs in the transaction
   */
  RowMemory(MemoryBudget memory, int costOfByte) {
    this.reserved = new Reservation(memory, Share.PAGES);
    this.costOfByte = costOfByte;
  }

  /**
   * Reserves memory for one more state of a row.
   *
   * @param sizes one row with {@link ProviderColumns#bytes()}, or none
   * @throws Failure 503 if there is too little
   */
  void reserveFor(RowSet<Row> sizes) {
    for (Row row : sizes) {
      bytes += row.getInteger("bytes");
    }
    if (!reserved.tryResize(bytes * costOfByte)) {
      throw Failure.unavailable();
    }
  }

  void release() {
    reserved.release();
  }
}
