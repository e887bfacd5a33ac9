package org.racprovider.bus;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.eventbus.DeliveryOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActorTest {

  private static final String TRACEPARENT =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void isTransferredInHeaders() {
    // Given
    Actor actor = new Actor("me", "r1", TRACEPARENT);

    // Then
    assertThat(Actor.of(actor.addTo(new DeliveryOptions()).getHeaders())).isEqualTo(actor);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01\0"
      })
  void dropsATraceThatIsNotWellFormed(String traceparent) {
    // Given
    Actor actor = new Actor("me", "r1", traceparent);

    // Then
    assertThat(actor).isEqualTo(new Actor("me", "r1"));
    assertThat(actor.addTo(new DeliveryOptions()).getHeaders()).hasSize(2);
  }
}
