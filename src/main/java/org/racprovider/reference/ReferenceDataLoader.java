package org.racprovider.reference;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads reference data in one transaction: absent rows are inserted with their links, existing ones
 * (the same pk) are left as they are, nothing is deleted, the providers' sequence only rises, no
 * event is written.
 */
public final class ReferenceDataLoader {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceDataLoader.class);
  private static final int ROWS_A_STATEMENT = 1000;

  private static final List<String> INSERTS =
      List.of(
          InsertSql.FLOWS,
          InsertSql.PROPERTY_MAPPINGS,
          InsertSql.PROVIDERS,
          InsertSql.PROPERTY_MAPPING_LINKS,
          InsertSql.APPLICATIONS,
          InsertSql.BACKCHANNEL_LINKS,
          InsertSql.OUTPOSTS,
          InsertSql.OUTPOST_LINKS,
          InsertSql.ENDPOINTS);

  private final Pool pool;

  public ReferenceDataLoader(Pool pool) {
    this.pool = pool;
  }

  /**
   * Loads all or nothing, and gives the number of rows that were absent. Fails with a {@link
   * ReferenceDataException} when a reference leads nowhere or a unique value is taken by a row with
   * another pk.
   */
  public Future<Long> load(ReferenceData data) {
    return pool.withTransaction(connection -> new Transaction(connection, data).run())
        .recover(ReferenceDataLoader::explain)
        .onSuccess(
            rows -> LOG.atInfo().addKeyValue("inserted", rows).log("Reference data is loaded"));
  }

  /** Classes 22 and 23: the data, not the database, is at fault. */
  private static Future<Long> explain(Throwable cause) {
    boolean refused =
        cause instanceof PgException e && e.getSqlState() != null && isOfData(e.getSqlState());
    return Future.failedFuture(
        refused ? new ReferenceDataException(List.of(cause.getMessage())) : cause);
  }

  private static boolean isOfData(String sqlState) {
    return sqlState.startsWith("22") || sqlState.startsWith("23");
  }

  private record Transaction(SqlConnection connection, ReferenceData data) {

    Future<Long> run() {
      return execute(StagingSql.NO_TIME_LIMIT)
          .compose(done -> execute(StagingSql.ONE_AT_A_TIME))
          .compose(done -> execute(StagingSql.TABLE))
          .compose(done -> stage())
          .compose(done -> execute(StagingSql.FORGET_EXISTING))
          .compose(done -> whatIsNew())
          .compose(found -> isNothing(found) ? Future.succeededFuture(0L) : insert());
    }

    private Future<?> stage() {
      Future<?> all = Future.succeededFuture();
      for (Section section : Section.values()) {
        JsonArray rows = data.rows(section);
        for (int from = 0; from < rows.size(); from += ROWS_A_STATEMENT) {
          Tuple chunk = chunk(section, rows, from);
          all = all.compose(done -> execute(StagingSql.STAGE, chunk));
        }
      }
      return all;
    }

    private static Tuple chunk(Section section, JsonArray rows, int from) {
      int to = Math.min(rows.size(), from + ROWS_A_STATEMENT);
      return Tuple.of(section.key(), from, new JsonArray(rows.getList().subList(from, to)));
    }

    private Future<Row> whatIsNew() {
      return execute(StagingSql.WHAT_IS_NEW, firstFree()).map(rows -> rows.iterator().next());
    }

    private static boolean isNothing(Row found) {
      return found.getLong("rows") == 0 && !found.getBoolean("rises");
    }

    /** Once no one else inserts, what is new is looked at again. */
    private Future<Long> insert() {
      return execute(StagingSql.LOCK_PROVIDERS)
          .compose(done -> execute(StagingSql.FORGET_EXISTING))
          .compose(done -> refuseProblemsOf(CheckSql.UNKNOWN_REFERENCES))
          .compose(done -> refuseProblemsOf(CheckSql.CLASHES))
          .compose(done -> insertAll())
          .compose(done -> execute(InsertSql.RAISE_SEQUENCE, firstFree()))
          .compose(done -> whatIsNew())
          .map(found -> found.getLong("rows"));
    }

    private Future<?> insertAll() {
      Future<?> all = Future.succeededFuture();
      for (String insert : INSERTS) {
        all = all.compose(done -> execute(insert));
      }
      return all;
    }

    private Future<Void> refuseProblemsOf(String check) {
      return execute(check)
          .compose(
              rows ->
                  rows.size() == 0
                      ? Future.succeededFuture()
                      : Future.failedFuture(new ReferenceDataException(problems(rows))));
    }

    private static List<String> problems(RowSet<Row> rows) {
      return StreamSupport.stream(rows.spliterator(), false)
          .map(row -> row.getString("place") + ": " + row.getString("reason"))
          .toList();
    }

    private Tuple firstFree() {
      return Tuple.of(data.firstFreeProviderPk().orElse(1));
    }

    private Future<RowSet<Row>> execute(String sql) {
      return connection.query(sql).execute();
    }

    private Future<RowSet<Row>> execute(String sql, Tuple values) {
      return connection.preparedQuery(sql).execute(values);
    }
  }
}
