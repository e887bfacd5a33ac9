package org.racprovider.provider.store;

import org.racprovider.bus.Failure;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.Reservation;

/** The memory for the row that a transaction reads, until it has replied. */
interface RowMemory {

  /**
   * Reserves memory for a row. The transaction must hold no other row any more.
   *
   * @param bytes the size of the row: see {@link ProviderRow.Locked}
   * @throws Failure 503 if there is too little
   * @throws RowTooLarge if the sender of the command must reserve more, and try again
   */
  void require(int bytes);

  /** Gives the memory back. */
  void release();

  /**
   * @param costOfByte what a byte of a row costs in the transaction
   */
  static RowMemory reserved(CallerMemory memory, String caller, int costOfByte) {
    Reservation reserved = new Reservation(memory, caller);
    return new RowMemory() {
      @Override
      public void require(int bytes) {
        if (!reserved.tryResize((long) bytes * costOfByte)) {
          throw Failure.unavailable();
        }
      }

      @Override
      public void release() {
        reserved.release();
      }
    };
  }

  /**
   * Memory for a row of this size, which the sender of the command holds until it has the reply.
   */
  static RowMemory ofSender(int max) {
    return new RowMemory() {
      @Override
      public void require(int bytes) {
        if (bytes > max) {
          throw new RowTooLarge(bytes);
        }
      }

      @Override
      public void release() {}
    };
  }
}
