package org.racprovider.event.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventBufferTest {

  private final EventBuffer buffer = new EventBuffer(false);

  @BeforeEach
  void startAfterTheFirstEvent() {
    buffer.startAfter(1);
    buffer.beginRead();
  }

  @Test
  void isBehindUntilTheFirstRead() {
    assertThat(new EventBuffer(false).isBehind()).isTrue();
    assertThat(buffer.isBehind()).isFalse();
  }

  @Test
  void returnsPublishedEventsInOrder() {
    publish(2);
    publish(3);
    assertThat(takeAll()).containsExactly(2L, 3L);
    assertThat(buffer.position()).isEqualTo(3);
    assertThat(buffer.isBehind()).isFalse();
  }

  @Test
  void ignoresDuplicateEvents() {
    publish(1);
    publish(2);
    publish(2);
    assertThat(takeAll()).containsExactly(2L);
    assertThat(buffer.isBehind()).isFalse();
  }

  @Test
  void waitsForTheEventsOfAGap() {
    publish(4);
    assertThat(takeAll()).isEmpty();
    assertThat(buffer.isBehind()).isTrue();
    buffer.beginRead();
    buffer.addRead(page(4, 2, 3, 4));
    assertThat(takeAll()).containsExactly(2L, 3L, 4L);
    assertThat(buffer.isBehind()).isFalse();
  }

  @Test
  void isBehindWhenAPageDoesNotHoldAllEvents() {
    buffer.addRead(page(5, 2, 3));
    assertThat(takeAll()).containsExactly(2L, 3L);
    assertThat(buffer.isBehind()).isTrue();
  }

  @Test
  void isBehindAfterAFailedRead() {
    buffer.failRead();
    assertThat(buffer.isBehind()).isTrue();
  }

  @Test
  void dropsTooManyPublishedEventsAndReadsThemAgain() {
    LongStream.rangeClosed(2, 1025).forEach(this::publish);
    assertThat(buffer.isBehind()).isTrue();
    assertThat(takeAll()).hasSize(1024);
    LongStream.rangeClosed(1026, 2050).forEach(this::publish);
    assertThat(takeAll()).isEmpty();
    assertThat(buffer.isBehind()).isTrue();
  }

  @Test
  void buffersFewerPublishedEventsWhileTheHandlerRuns() {
    LongStream.rangeClosed(2, 18).forEach(this::publish);
    buffer.limit(true);
    assertThat(takeAll()).isEmpty();
    assertThat(buffer.isBehind()).isTrue();
  }

  @Test
  void suspectsALossOnlyAfterSilence() {
    publish(2);
    takeAll();
    buffer.suspectLossAfterSilence();
    assertThat(buffer.isBehind()).isFalse();
    buffer.suspectLossAfterSilence();
    assertThat(buffer.isBehind()).isTrue();
  }

  private void publish(long id) {
    buffer.addPublished(event(id));
    buffer.limit(false);
  }

  private List<Long> takeAll() {
    List<Long> ids = new ArrayList<>();
    for (Optional<JsonObject> next = buffer.take(); next.isPresent(); next = buffer.take()) {
      ids.add(next.get().getLong("id"));
    }
    return ids;
  }

  private static JsonObject event(long id) {
    return new JsonObject().put("id", id);
  }

  private static JsonObject page(long newest, long... ids) {
    JsonArray events = new JsonArray();
    LongStream.of(ids).forEach(id -> events.add(event(id)));
    return new JsonObject().put("events", events).put("newest", newest);
  }
}
