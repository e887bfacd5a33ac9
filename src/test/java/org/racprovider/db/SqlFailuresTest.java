package org.racprovider.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.bus.Failure;

class SqlFailuresTest {

  @ParameterizedTest
  @CsvSource({
    "40001, UNAVAILABLE",
    "40P01, UNAVAILABLE",
    "23503, UNAVAILABLE",
    "57014, UNAVAILABLE",
    "57P03, UNAVAILABLE",
    "55P03, UNAVAILABLE",
    "0A000, UNAVAILABLE",
    "25006, UNAVAILABLE",
    "53100, UNAVAILABLE",
    "53200, UNAVAILABLE",
    "53300, UNAVAILABLE",
    "57P01, OUTCOME_UNKNOWN",
    "57P02, OUTCOME_UNKNOWN",
    "57P05, OUTCOME_UNKNOWN"
  })
  void translatesSqlState(String state, Failure.Kind kind) {
    // When
    Throwable translated = SqlFailures.translate(refused(state));

    // Then
    assertThat(((Failure) translated).kind()).isEqualTo(kind);
    assertThat(((Failure) translated).body()).doesNotContain(state, "secret");
    assertThat(SqlFailures.isRefusal(refused(state))).isFalse();
    assertThat(SqlFailures.isResponse(refused(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22021", "22P02", "23505", "23514", "42601", "54000", "XX000"})
  void keepsRefusals(String state) {
    // Given
    PgException refusal = refused(state);

    // Then
    assertThat(SqlFailures.translate(refusal)).isSameAs(refusal);
    assertThat(SqlFailures.isRefusal(refusal)).isTrue();
    assertThat(SqlFailures.isResponse(refusal)).isTrue();
    assertThat(SqlFailures.isTransient(refusal)).isFalse();
  }

  static Stream<Arguments> lostConnections() {
    return Stream.of(
        Arguments.of(new ConnectException("secret"), Failure.Kind.UNAVAILABLE),
        Arguments.of(new NoRouteToHostException("secret"), Failure.Kind.UNAVAILABLE),
        Arguments.of(new UnknownHostException("secret"), Failure.Kind.UNAVAILABLE),
        Arguments.of(new IOException("secret"), Failure.Kind.OUTCOME_UNKNOWN),
        Arguments.of(new SocketException("secret"), Failure.Kind.OUTCOME_UNKNOWN),
        Arguments.of(VertxException.noStackTrace("secret"), Failure.Kind.UNAVAILABLE),
        Arguments.of(new TimeoutException("secret"), Failure.Kind.OUTCOME_UNKNOWN),
        Arguments.of(ClosedConnectionException.INSTANCE, Failure.Kind.OUTCOME_UNKNOWN));
  }

  @ParameterizedTest
  @MethodSource("lostConnections")
  void translatesLostConnections(Throwable cause, Failure.Kind kind) {
    // When
    Throwable translated = SqlFailures.translate(cause);

    // Then
    assertThat(((Failure) translated).kind()).isEqualTo(kind);
    assertThat(translated.toString()).doesNotContain("secret");
    assertThat(SqlFailures.isRefusal(cause)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01"})
  void rolledBackTransactionsAreTransient(String state) {
    assertThat(SqlFailures.isTransient(refused(state))).isTrue();
  }

  private static PgException refused(String state) {
    return new PgException("secret", "ERROR", state, "secret");
  }
}
