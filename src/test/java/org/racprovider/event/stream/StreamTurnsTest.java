package org.racprovider.event.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.racprovider.bus.Actor;
import org.racprovider.event.consumer.PageTurns;
import org.racprovider.event.consumer.PageTurns.Turn;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

@ExtendWith(VertxExtension.class)
class StreamTurnsTest {

  private static final int PAGES = 10_000;

  private final MemoryBudget memory = Memory.of(8 * PAGES);

  private StreamTurns turns(Vertx vertx, int max) {
    return new StreamTurns(vertx, new CallerMemory(memory, Share.PAGES), max);
  }

  private static Actor caller(String subject) {
    return new Actor(subject, "request");
  }

  @Test
  void leavesATurnToOtherCallers(Vertx vertx) {
    // Given
    StreamTurns turns = turns(vertx, 2);
    Turn greedy = turns.of(caller("greedy")).next().await();
    Future<Turn> waiting = turns.of(caller("greedy")).next();

    // When
    Future<Turn> other = turns.of(caller("other")).next();

    // Then
    other.await();
    assertThat(waiting.isComplete()).isFalse();
    greedy.end();
    waiting.await();
  }

  @Test
  void letsCallersTakeTurns(Vertx vertx) {
    // Given
    StreamTurns turns = turns(vertx, 1);
    Turn first = turns.of(caller("greedy")).next().await();
    turns.of(caller("greedy")).next().onSuccess(Turn::end);
    Future<Turn> third = turns.of(caller("greedy")).next();
    Future<Turn> other = turns.of(caller("other")).next();

    // When
    first.end();

    // Then
    Turn turn = other.await();
    assertThat(third.isComplete()).isFalse();
    turn.end();
    third.await();
  }

  @Test
  void reservesMemoryForAPageUntilTheTurnEnds(Vertx vertx) {
    // Given
    Turn turn = turns(vertx, 1).of(caller("a")).next().await();

    // When
    boolean held = turn.tryHold(new JsonObject().put("text", "a".repeat(PAGES / 2)));

    // Then
    assertThat(held).isTrue();
    assertThat(memory.reserved(Share.PAGES)).isBetween(PAGES / 2L, (long) PAGES);
    turn.end();
    assertThat(memory.reserved(Share.PAGES)).isZero();
  }

  @Test
  void refusesAPageThatDoesNotFit(Vertx vertx) {
    Turn turn = turns(vertx, 1).of(caller("a")).next().await();

    assertThat(turn.tryHold(new JsonObject().put("text", "a".repeat(PAGES)))).isFalse();
  }

  @Test
  void letsTheNextOneWaitForItsTurn(Vertx vertx) {
    // Given
    PageTurns turns = turns(vertx, 3).of(caller("a"));
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
    PageTurns turns = turns(vertx, 1).of(caller("a"));
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
