package org.racprovider.db;

import io.netty.handler.codec.DecoderException;
import io.vertx.core.VertxException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.racprovider.bus.Failure;

/** What the driver's failures mean: the one place where an SQLSTATE becomes a {@link Failure}. */
public final class SqlFailures {

  /**
   * Rolled back, and expected to end otherwise when tried again: serialization failure, deadlock,
   * and a foreign key to what was deleted meanwhile, which is then seen to be missing.
   */
  private static final Set<String> TRANSIENT = Set.of("40001", "40P01", "23503");

  /**
   * Refused whatever the statement says: cancelled by a time-out, read-only, out of resources
   * (class 53), not ready (class 57), a fault of its files (class 58).
   */
  private static final Set<String> NOT_DONE =
      Set.of(
          "57014", "57P03", "25006", "25P03", "53000", "53100", "53200", "53300", "53400", "55P03",
          "58000", "58030");

  /** The session was ended, perhaps after the commit: PostgreSQL does not say. */
  private static final Set<String> UNKNOWN = Set.of("57P01", "57P02", "57P05");

  private SqlFailures() {}

  /** The failure for the caller, or the cause itself where it is nobody's fault but ours. */
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

  /** Whether running the same statement again may work at once. */
  static boolean isTransient(Throwable cause) {
    return cause instanceof PgException refused && TRANSIENT.contains(refused.getSqlState());
  }

  /** Whether PostgreSQL refused the statement for what it contains: nothing of it was done. */
  static boolean isRefusal(Throwable cause) {
    return cause instanceof PgException refused && translate(refused) == refused;
  }

  private static boolean isNotConnected(Throwable cause) {
    return cause instanceof ConnectException
        || cause instanceof NoRouteToHostException
        || cause instanceof UnknownHostException;
  }

  /** While an answer was awaited: a connection that is reset fails with a plain IOException. */
  private static boolean isConnectionLost(Throwable cause) {
    return cause instanceof ClosedConnectionException
        || cause instanceof TimeoutException
        || cause instanceof DecoderException
        || cause instanceof IOException && !isNotConnected(cause);
  }

  private static Throwable translate(PgException refused) {
    String state = refused.getSqlState();
    if (NOT_DONE.contains(state) || TRANSIENT.contains(state)) {
      return Failure.unavailable();
    }
    return UNKNOWN.contains(state) ? Failure.outcomeUnknown() : refused;
  }
}
