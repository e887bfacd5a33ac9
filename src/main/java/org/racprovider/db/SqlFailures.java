package org.racprovider.db;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import io.vertx.sqlclient.TransactionRollbackException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.racprovider.bus.Failure;

/**
 * Translates the driver's exceptions: the one place where an SQLSTATE becomes a {@link Failure}.
 */
public final class SqlFailures {

  /**
   * Rolled back, and another attempt may succeed: serialization failure, deadlock, and a foreign
   * key to a row that was deleted meanwhile, which the next attempt finds missing.
   */
  private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "23503");

  /**
   * Not executed, for a reason outside of the statement: cancelled by a timeout, read-only,
   * prepared for another table, out of resources (class 53), not ready (class 57), file errors
   * (class 58).
   */
  private static final Set<String> NOT_EXECUTED =
      Set.of(
          "0A000", "57014", "57P03", "25006", "25P03", "53000", "53100", "53200", "53300", "53400",
          "55P03", "58000", "58030");

  /** The session was terminated, perhaps after the commit: PostgreSQL does not say. */
  private static final Set<String> UNKNOWN = Set.of("57P01", "57P02", "57P05");

  /** The server does not accept changes, perhaps because another one has become the primary. */
  private static final String READ_ONLY = "25006";

  /** A statement was prepared before a table or view that it reads was changed. */
  private static final String STALE_PLAN = "0A000";

  private SqlFailures() {}

  /** The failure for the caller, or the cause itself when it is an error of this server. */
  public static Throwable translate(Throwable cause) {
    if (cause instanceof PgException refused) {
      return translate(refused);
    }
    if (isConnectionLost(cause)) {
      return Failure.outcomeUnknown();
    }
    if (isNotConnected(cause) || cause instanceof VertxException) {
      return Failure.unavailable();
    }
    return cause;
  }

  /** Whether the same statement may succeed when it is executed again at once. */
  static boolean isTransient(Throwable cause) {
    return cause instanceof PgException refused && TRANSIENT.contains(refused.getSqlState());
  }

  /** Whether PostgreSQL refused the statement because of its content, and changed nothing. */
  static boolean isRefusal(Throwable cause) {
    return cause instanceof PgException refused && translate(refused) == refused;
  }

  /** Whether the session accepts no changes. */
  static boolean isReadOnly(Throwable cause) {
    return cause instanceof PgException refused && READ_ONLY.equals(refused.getSqlState());
  }

  /** What PostgreSQL would report if the session wrote anything. */
  static PgException readOnly() {
    return new PgException("read-only transaction", "ERROR", READ_ONLY, null);
  }

  /** Whether the statement was not executed and succeeds when it is prepared again. */
  static boolean isStalePlan(Throwable cause) {
    return cause instanceof PgException refused && STALE_PLAN.equals(refused.getSqlState());
  }

  /** Whether the database responded, even if it refused the statement. */
  static boolean isResponse(Throwable cause) {
    return cause == null
        || cause instanceof PgException
        || cause instanceof TransactionRollbackException
        || !isConnectionLost(cause) && !isNotConnected(cause) && !(cause instanceof VertxException);
  }

  private static boolean isNotConnected(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException;
  }

  /** Whether a response was outstanding. A connection reset is a plain IOException. */
  private static boolean isConnectionLost(Throwable cause) {
    return cause instanceof ClosedConnectionException
        || cause instanceof TimeoutException
        || cause instanceof DecoderException
        || cause instanceof IOException && !isNotConnected(cause);
  }

  private static Throwable translate(PgException refused) {
    String state = refused.getSqlState();
    if (NOT_EXECUTED.contains(state) || TRANSIENT.contains(state)) {
      return Failure.unavailable();
    }
    return UNKNOWN.contains(state) ? Failure.outcomeUnknown() : refused;
  }
}
