package org.racprovider.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class ReservationTest {

  private final MemoryBudget memory = Memory.of(1600);
  private final Reservation reservation =
      new Reservation(new CallerMemory(memory, Share.PAGES), "caller");

  @Test
  void growsAndShrinks() {
    assertThat(reservation.tryResize(80)).isTrue();
    assertThat(reservation.tryGrow(20)).isTrue();
    assertThat(memory.reserved(Share.PAGES)).isEqualTo(100);
    assertThat(reservation.tryResize(30)).isTrue();
    assertThat(memory.reserved(Share.PAGES)).isEqualTo(30);
  }

  @Test
  void staysAsItIsWhenThereIsNotAsMuch() {
    // Given
    reservation.tryResize(80);

    // When
    boolean grown = reservation.tryGrow(54);

    // Then
    assertThat(grown).isFalse();
    assertThat(memory.reserved(Share.PAGES)).isEqualTo(80);
  }

  @Test
  void isReleasedOnce() {
    // Given
    reservation.tryResize(80);

    // When
    reservation.release();
    reservation.release();

    // Then
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }
}
