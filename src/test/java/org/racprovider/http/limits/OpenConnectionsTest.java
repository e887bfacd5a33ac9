package org.racprovider.http.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class OpenConnectionsTest {

  private final MemoryBudget memory = Memory.of(96 << 20);
  private final OpenConnections connections = new OpenConnections(3, false, Duration.ZERO, memory);

  @Test
  void closesTheLongestWaitingConnectionForANewOne() {
    // Given
    List<OpenConnection> first = Stream.generate(this::add).limit(3).toList();
    first.get(0).serving();

    // When
    OpenConnection added = add();

    // Then
    assertThat(first.get(1).isClosed()).isTrue();
    assertThat(List.of(first.get(0), first.get(2), added)).noneMatch(OpenConnection::isClosed);
    assertThat(connections.size()).isEqualTo(3);
  }

  @Test
  void closesAConnectionWithMuchInputBeforeAnOlderOne() {
    // Given
    OpenConnection oldest = add();
    OpenConnection heaviest = add();
    heaviest.setInput(1 << 20);
    add();

    // When: the three have nearly the same age
    await().until(() -> System.nanoTime() - heaviest.since() > 10_000_000);
    add();

    // Then
    assertThat(heaviest.isClosed()).isTrue();
    assertThat(oldest.isClosed()).isFalse();
  }

  @Test
  void givesANewConnectionTimeForItsFirstRequest() {
    // Given
    OpenConnections one = new OpenConnections(1, false, Duration.ofHours(1), memory);
    OpenConnection young = one.add(new EmbeddedChannel()).orElseThrow();

    // Then
    assertThat(one.add(new EmbeddedChannel())).isEmpty();
    assertThat(young.isClosed()).isFalse();
  }

  @Test
  void keepsConnectionsWhoseClientsHaveSentAToken() {
    // Given
    List<OpenConnection> known = List.of(add("one"), add("one"));
    OpenConnection unknown = add();
    unknown.serving();

    // When
    OpenConnection added = add();

    // Then
    assertThat(unknown.isClosed()).isTrue();
    assertThat(known).noneMatch(OpenConnection::isClosed);
    assertThat(added.isClosed()).isFalse();
  }

  @Test
  void closesAConnectionOfTheCallerWhoHasMost() {
    // Given
    OpenConnection ofOther = add("other");
    List<OpenConnection> ofGreedy = List.of(add("greedy"), add("greedy"));

    // When
    add();

    // Then
    assertThat(ofOther.isClosed()).isFalse();
    assertThat(ofGreedy.get(0).isClosed()).isTrue();
    assertThat(ofGreedy.get(1).isClosed()).isFalse();
  }

  @Test
  void keepsKnownConnectionsWhileOthersAreTooNewToBeClosed() {
    // Given
    OpenConnections two = new OpenConnections(2, false, Duration.ofMillis(10), memory);
    OpenConnection known = two.add(new EmbeddedChannel()).orElseThrow();
    known.usedBy("caller");
    await().until(() -> System.nanoTime() - known.since() > 20_000_000);

    // When
    OpenConnection unknown = two.add(new EmbeddedChannel()).orElseThrow();
    boolean added = two.add(new EmbeddedChannel()).isPresent();

    // Then
    assertThat(known.isClosed()).isFalse();
    assertThat(added).isEqualTo(unknown.isClosed());
  }

  @Test
  void closesAUsedConnectionOfACallerWhoHasMostOfThem() {
    // Given
    OpenConnection idle = add("other");
    List<OpenConnection> ofGreedy = List.of(add("greedy"), add("greedy"));
    ofGreedy.forEach(OpenConnection::serving);

    // When
    OpenConnection added = add();

    // Then
    assertThat(ofGreedy.get(0).isClosed()).isTrue();
    assertThat(List.of(idle, ofGreedy.get(1), added)).noneMatch(OpenConnection::isClosed);
  }

  @Test
  void refusesANewConnectionIfAllOthersAreInUse() {
    // Given
    Stream.of("one", "two", "three").map(this::add).forEach(OpenConnection::serving);

    // Then
    assertThat(connections.add(new EmbeddedChannel())).isEmpty();
    assertThat(connections.size()).isEqualTo(3);
  }

  @Test
  void forgetsClosedConnections() {
    // Given
    EmbeddedChannel channel = new EmbeddedChannel();
    OpenConnection connection = connections.add(channel).orElseThrow();
    connection.setInput(1000);

    // When
    channel.close();

    // Then
    assertThat(connections.size()).isZero();
    assertThat(memory.reserved(Share.CONNECTIONS)).isZero();
    assertThat(memory.reserved(Share.INPUT)).isZero();
    connection.setInput(2000);
    assertThat(memory.reserved(Share.INPUT)).isZero();
  }

  @Test
  void closesTheOldestSocketsWithoutToken() {
    // Given
    OpenConnections many = new OpenConnections(1000, false, Duration.ZERO, memory);
    List<OpenConnection> sockets =
        Stream.generate(() -> many.add(new EmbeddedChannel()).orElseThrow()).limit(150).toList();

    // When
    sockets.get(0).upgraded();
    sockets.get(0).usedBy("caller");
    sockets.forEach(
        socket -> {
          if (!socket.isSocket()) {
            socket.upgraded();
          }
        });

    // Then
    assertThat(sockets.get(0).isClosed()).isFalse();
    assertThat(sockets.subList(1, 50)).allMatch(OpenConnection::isClosed);
    assertThat(sockets.subList(50, 150)).noneMatch(OpenConnection::isClosed);
  }

  @Test
  void allowsAsManyConnectionsAsFitIntoTheirShare() {
    // Given
    long each = OpenConnections.CONNECTION_BYTES + OpenConnections.TLS_BYTES;
    OpenConnections many = new OpenConnections(1_000_000, true, Duration.ZERO, memory);

    // When
    Stream.generate(() -> many.add(new EmbeddedChannel()))
        .limit(600)
        .forEach(Optional::orElseThrow);

    // Then
    assertThat(many.size()).isEqualTo((int) (memory.limit(Share.CONNECTIONS) / each));
  }

  private OpenConnection add(String caller) {
    OpenConnection connection = add();
    connection.usedBy(caller);
    return connection;
  }

  private OpenConnection add() {
    return connections.add(new EmbeddedChannel()).orElseThrow();
  }
}
