package org.racprovider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.bus.Failure;
import org.racprovider.config.JwksSource;
import org.racprovider.config.JwtConfig;
import org.racprovider.config.Timings;
import org.racprovider.keys.ReadKeySet;
import org.racprovider.keys.UnusedKey;
import org.slf4j.LoggerFactory;

/** The times at which the key set is read. The tests control the clock. */
class KeySetTest {

  private static final Duration INTERVAL = Duration.ofSeconds(300);
  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(KeySet.class);

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private Future<ReadKeySet> source = keys("a");
  private long now = 1_000_000;
  private int reads;
  private final KeySet keySet = new KeySet(config(""), this::read, Timings.DEFAULT, () -> now);

  @BeforeEach
  void recordLog() {
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void stopRecording() {
    LOGGER.detachAppender(log);
  }

  @Test
  void hasNoKeysBeforeTheFirstRead() {
    assertThat(keySet.current()).isEqualTo(new KeySet.KeySnapshot(List.of(), false));
    assertThat(keySet.isUsable()).isFalse();
  }

  @Test
  void isUsableWithAKeyOutsideTheSet() {
    assertThat(new KeySet(config("a secret"), this::read, Timings.DEFAULT, () -> now).isUsable())
        .isTrue();
  }

  @Test
  void readsAgainAfterTheInterval() {
    // Given
    keySet.poll();
    source = keys("b");

    // When
    pass(INTERVAL.minusMillis(1));
    assertThat(ids()).containsExactly("a");
    pass(Duration.ofMillis(1));

    // Then
    assertThat(ids()).containsExactly("b");
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void readsOnceMoreWhenAReadIsInProgress() {
    // Given
    Promise<ReadKeySet> older = Promise.promise();
    source = older.future();
    keySet.poll();
    source = keys("b");

    // When
    Future<Void> refreshed = keySet.refresh();
    keySet.refresh();
    older.complete(keys("a").result());

    // Then
    assertThat(refreshed).matches(Future::succeeded);
    assertThat(ids()).containsExactly("b");
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void keepsTheSnapshotWhileTheKeysAreTheSame() {
    // Given
    keySet.poll();
    KeySet.KeySnapshot first = keySet.current();

    // When
    source = keys("a");
    pass(INTERVAL);

    // Then
    assertThat(reads).isEqualTo(2);
    assertThat(keySet.current()).isSameAs(first);
  }

  @Test
  void keepsThePreviousKeysAndWarnsOnce() {
    // Given
    keySet.poll();

    // When
    source = Future.failedFuture("gone");
    pass(INTERVAL);
    pass(INTERVAL);
    pass(INTERVAL);

    // Then
    assertThat(reads).isEqualTo(4);
    assertThat(ids()).containsExactly("a");
    assertThat(keySet.isUsable()).isTrue();
    assertThat(messages())
        .containsExactly("The key set cannot be read; the previous keys stay in use");

    // When
    source = keys("a");
    pass(INTERVAL);

    // Then
    assertThat(messages()).last().isEqualTo("The key set can be read again");
    assertThat(log.list).hasSize(2);
  }

  @Test
  void retriesWithIncreasingPauses() {
    // Given
    source = Future.failedFuture("gone");
    keySet.poll();

    // Then
    for (int seconds : List.of(1, 2, 4, 8, 16, 32, 32)) {
      int before = reads;
      pass(Duration.ofSeconds(seconds).minusMillis(1));
      assertThat(reads).isEqualTo(before);
      pass(Duration.ofMillis(1));
      assertThat(reads).isEqualTo(before + 1);
    }
    source = keys("a");
    pass(Duration.ofSeconds(32));
    assertThat(keySet.isUsable()).isTrue();
    pass(INTERVAL.minusMillis(1));
    assertThat(reads).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({"29999, 2", "30000, 3"})
  void refreshesAtMostOnceInThirtySeconds(int later, int expected) {
    // Given
    keySet.poll();

    // When
    IntStream.range(0, 1000).forEach(forged -> keySet.refresh());
    assertThat(reads).isEqualTo(2);
    now += later;
    IntStream.range(0, 1000).forEach(forged -> keySet.refresh());

    // Then
    assertThat(reads).isEqualTo(expected);
  }

  @Test
  void allCallersWaitForTheSameRead() {
    // Given
    keySet.poll();
    Promise<ReadKeySet> slow = Promise.promise();
    source = slow.future();

    // When
    List<Future<Void>> waiting = IntStream.range(0, 100).mapToObj(one -> keySet.refresh()).toList();
    pass(INTERVAL);

    // Then
    assertThat(waiting).noneMatch(Future::isComplete);
    slow.complete(keys("b").result());
    assertThat(waiting).allMatch(Future::succeeded);
    assertThat(ids()).containsExactly("b");
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void refusesCallersWhenTooManyWait() {
    // Given
    keySet.poll();
    Promise<ReadKeySet> slow = Promise.promise();
    source = slow.future();
    List<Future<Void>> waiting =
        IntStream.range(0, KeySet.MAX_WAITING).mapToObj(one -> keySet.refresh()).toList();

    // When
    Future<Void> refused = keySet.refresh();

    // Then
    assertThat(refused.cause()).isInstanceOf(Failure.class);
    assertThat(waiting).noneMatch(Future::isComplete);

    // When
    slow.complete(keys("b").result());
    source = Promise.<ReadKeySet>promise().future();
    now += Timings.DEFAULT.keyRefresh().toMillis();

    // Then
    assertThat(waiting).allMatch(Future::succeeded);
    assertThat(keySet.refresh()).matches(next -> !next.isComplete());
    assertThat(reads).isEqualTo(3);
  }

  @Test
  void refreshSucceedsEvenIfTheReadFails() {
    // Given
    keySet.poll();
    source = Future.failedFuture("gone");

    // Then
    assertThat(keySet.refresh().succeeded()).isTrue();
    assertThat(ids()).containsExactly("a");
  }

  @Test
  void namesUnusedKeysOncePerSet() {
    // Given
    UnusedKey tooShort = new UnusedKey("b", "RSA", "it is too short");
    source = keys("a", tooShort);

    // When
    keySet.poll();
    pass(INTERVAL);
    source = Future.failedFuture("gone");
    pass(INTERVAL);
    source = keys("a", tooShort);
    pass(INTERVAL);

    // Then
    List<ILoggingEvent> warnings = unusedWarnings();
    assertThat(warnings).hasSize(1);
    assertThat(warnings.get(0).getKeyValuePairs())
        .extracting(Object::toString)
        .containsExactly(
            "source=\"https://authentik.example/jwks\"",
            "kid=\"b\"",
            "kty=\"RSA\"",
            "reason=\"it is too short\"");

    // When
    source = keys("a", tooShort, new UnusedKey("c", "new", "its type is not supported"));
    pass(INTERVAL);

    // Then
    assertThat(unusedWarnings()).hasSize(3);
  }

  @Test
  void namesFewOfManyUnusedKeys() {
    // Given
    UnusedKey[] many = new UnusedKey[5000];
    Arrays.fill(many, new UnusedKey("b", "RSA", "it is too short"));
    source = keys("a", many);

    // When
    keySet.poll();

    // Then
    assertThat(unusedWarnings()).hasSize(KeySet.MAX_WARNINGS);
    assertThat(messages()).last().isEqualTo("More keys of the key set verify no tokens");
  }

  private List<ILoggingEvent> unusedWarnings() {
    return log.list.stream()
        .filter(event -> event.getMessage().equals("A key of the key set verifies no tokens"))
        .toList();
  }

  private void pass(Duration time) {
    now += time.toMillis();
    keySet.poll();
  }

  private Future<ReadKeySet> read() {
    reads++;
    return source;
  }

  private List<String> ids() {
    return keySet.current().keys().stream().map(key -> key.getString("kid")).toList();
  }

  private List<String> messages() {
    return log.list.stream().map(ILoggingEvent::getMessage).toList();
  }

  private static Future<ReadKeySet> keys(String id, UnusedKey... unused) {
    List<JsonObject> keys = List.of(new JsonObject().put("kid", id));
    return Future.succeededFuture(new ReadKeySet(keys, List.of(unused)));
  }

  private static JwtConfig config(String secret) {
    return new JwtConfig(
        Optional.of(secret).filter(text -> !text.isEmpty()),
        Optional.empty(),
        Optional.of(new JwksSource.AtUrl(URI.create("https://authentik.example/jwks"))),
        INTERVAL,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "permissions");
  }
}
