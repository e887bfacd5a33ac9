package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.event.consumer.PageTurns.Turn;

@ExtendWith(VertxExtension.class)
class StreamTurnsTest {

  @Test
  void letsTheNextOneWaitForItsTurn(Vertx vertx) {
    // Given
    StreamTurns turns = new StreamTurns(vertx, 2);
    Turn first = turns.next().await();
    turns.next().await();

    // When
    Future<Turn> third = turns.next();
    Future<Turn> fourth = turns.next();

    // Then
    assertThat(third.isComplete()).isFalse();
    first.end();
    third.await().end();
    fourth.await();
  }

  @Test
  void continuesOnTheContextOfTheOneWhoWaits(Vertx vertx) {
    // Given
    StreamTurns turns = new StreamTurns(vertx, 1);
    Turn turn = turns.next().await();
    Context waiting = vertx.getOrCreateContext();

    // When
    Future<Context> used =
        Future.future(
            continued ->
                waiting.runOnContext(
                    ignored ->
                        turns
                            .next()
                            .onSuccess(next -> continued.complete(Vertx.currentContext()))));
    Future.<Void>future(asked -> waiting.runOnContext(asked::complete)).await();
    turn.end();

    // Then
    assertThat(used.await()).isSameAs(waiting);
  }
}
