package org.racprovider.reference;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reference data in {@link StagingSql}'s table, in the transaction of a connection.
 *
 * @param copied whether the rows are another server's, so that a provider that is here already must
 *     be the same one
 */
record StagedData(SqlConnection connection, ReferenceData data, boolean copied) {

  private static final Logger LOG = LoggerFactory.getLogger(StagedData.class);
  private static final int ROWS_A_STATEMENT = 1000;
  private static final int ROWS_A_MESSAGE = 10_000;

  Future<?> stage() {
    Future<?> all =
        execute(StagingSql.NO_TIME_LIMIT)
            .compose(done -> execute(StagingSql.ONE_AT_A_TIME))
            .compose(done -> execute(StagingSql.TABLE));
    for (Section section : Section.values()) {
      JsonArray rows = data.rows(section);
      for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
        int first = from;
        all = all.compose(done -> stage(section, rows, first));
      }
    }
    return all;
  }

  private Future<?> stage(Section section, JsonArray rows, int from) {
    if (from > 0 && from % ROWS_A_MESSAGE == 0) {
      LOG.info("Loading reference data: {} of {} {}", from, rows.size(), section.key());
    }
    int to = Math.min(rows.size(), from + ROWS_A_STATEMENT);
    JsonArray chunk = new JsonArray(rows.getList().subList(from, to));
    return execute(StagingSql.STAGE, Tuple.of(section.key(), from, chunk));
  }

  /** Leaves what is absent from the database. */
  Future<?> forgetExisting() {
    return (copied ? refuse(CheckSql.TAKEN_PKS) : Future.succeededFuture())
        .compose(done -> execute(StagingSql.FORGET_EXISTING));
  }

  Future<?> refuseConflicts() {
    return refuse(CheckSql.UNKNOWN_REFERENCES).compose(done -> refuse(CheckSql.CLASHES));
  }

  private Future<Void> refuse(String check) {
    return execute(check)
        .compose(
            rows ->
                rows.size() == 0
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        new StartFailure(ExitCode.BAD_REFERENCE_DATA, problems(rows))));
  }

  private static List<String> problems(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false)
        .map(row -> row.getString("place") + ": " + row.getString("reason"))
        .toList();
  }

  Future<RowSet<Row>> execute(String sql) {
    return connection.query(sql).execute();
  }

  Future<RowSet<Row>> execute(String sql, Tuple values) {
    return connection.preparedQuery(sql).execute(values);
  }
}
