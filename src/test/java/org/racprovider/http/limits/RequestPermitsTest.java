package org.racprovider.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;

class RequestPermitsTest {

  private final ConcurrencyLimit limit = new ConcurrencyLimit(2, 1);

  @Test
  void countsNoSuspendedRequest() {
    // Given
    RequestPermits suspended = permits("a");
    suspended.release();

    // When
    RequestPermits other = permits("a");

    // Then
    assertThatThrownBy(suspended::acquire)
        .isInstanceOfSatisfying(
            Failure.class, refused -> assertThat(refused.kind()).isEqualTo(Failure.Kind.THROTTLED));
    assertThat(limit.acquired()).isEqualTo(1);
    other.release();
    suspended.acquire();
    assertThat(limit.acquired()).isEqualTo(1);
  }

  @Test
  void releasesNothingTwice() {
    // Given
    RequestPermits permits = permits("a");
    permits("b");

    // When
    permits.release();
    permits.release();

    // Then
    assertThat(limit.acquired()).isEqualTo(1);
  }

  @Test
  void refusesToResumeBeyondTheTotal() {
    // Given
    RequestPermits suspended = permits("a");
    suspended.release();
    permits("b");
    permits("c");

    // Then
    assertThatThrownBy(suspended::acquire)
        .isInstanceOfSatisfying(
            Failure.class,
            refused -> assertThat(refused.kind()).isEqualTo(Failure.Kind.UNAVAILABLE));
    suspended.release();
    assertThat(limit.acquired()).isEqualTo(2);
  }

  @Test
  void movesToAnotherLimit() {
    // Given
    ConcurrencyLimit streams = new ConcurrencyLimit(1, 1);
    RequestPermits permits = permits("a");
    assertThat(streams.tryAcquire() && streams.tryAcquire("a")).isTrue();

    // When
    permits.replace(streams);

    // Then
    assertThat(limit.acquired()).isZero();
    permits.release();
    assertThat(streams.acquired()).isZero();
    assertThat(streams.tryAcquire("a")).isTrue();
  }

  private RequestPermits permits(String subject) {
    RequestPermits permits = new RequestPermits(limit, subject);
    permits.acquire();
    return permits;
  }
}
