package org.racprovider.db;

import io.vertx.core.Future;
import io.vertx.pgclient.PgConnection;
import io.vertx.pgclient.PgNotice;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Function;
import org.racprovider.bus.Failure;

/**
 * Notices that a commit was cancelled while it waited for a synchronous standby. PostgreSQL reports
 * it as a success with a warning, but a fail-over may lose it.
 */
final class UnreplicatedCommit {

  /** The function of PostgreSQL that warns. Unlike the message, it is not translated. */
  private static final String ROUTINE = "SyncRepWaitForLSN";

  private boolean warned;

  private UnreplicatedCommit() {}

  /** Does the work; fails with an unknown outcome if one of its commits was not replicated. */
  static <T> Future<T> refuse(SqlConnection session, Function<SqlConnection, Future<T>> work) {
    UnreplicatedCommit commit = new UnreplicatedCommit();
    PgConnection.cast(session).noticeHandler(commit::notice);
    return Future.succeededFuture(session)
        .compose(work)
        .compose(
            result ->
                commit.warned
                    ? Future.failedFuture(Failure.outcomeUnknown())
                    : Future.succeededFuture(result));
  }

  private void notice(PgNotice notice) {
    warned |= ROUTINE.equals(notice.getRoutine());
  }
}
