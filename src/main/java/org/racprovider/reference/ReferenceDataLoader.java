package org.racprovider.reference;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import org.racprovider.bus.Failure;
import org.racprovider.db.SqlFailures;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads reference data in one transaction: it inserts absent rows with their links, and does not
 * change rows whose pk exists. It deletes nothing, writes no events, and never lowers the sequence
 * of the providers' pks.
 */
public final class ReferenceDataLoader {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceDataLoader.class);

  /**
   * Whether there is anything to do: $1 is the first free pk, {@code rows} the number of absent
   * rows, {@code rises} whether the sequence must be raised.
   */
  private static final String WORK =
      """
      SELECT (SELECT count(*) FROM reference_row) AS rows,
          $1::bigint > CASE WHEN s.is_called THEN s.last_value + 1 ELSE s.last_value END AS rises
      FROM provider_pk_seq s
      """;

  /** Until the end of the transaction no other session can insert a provider. */
  private static final String LOCK_PROVIDERS = "LOCK TABLE provider IN SHARE ROW EXCLUSIVE MODE";

  /** The sequence only rises. $1 first free pk. */
  private static final String RAISE_SEQUENCE =
      """
      SELECT setval('provider_pk_seq', t.free, false)
      FROM provider_pk_seq s,
          (SELECT greatest($1::bigint, (SELECT max(p.pk) + 1::bigint FROM provider p)) AS free) AS t
      WHERE t.free > CASE WHEN s.is_called THEN s.last_value + 1 ELSE s.last_value END
      """;

  private static final String COUNT_ABSENT =
      "SELECT r.section, count(*) AS rows FROM reference_row r GROUP BY r.section";

  private final Pool pool;

  public ReferenceDataLoader(Pool pool) {
    this.pool = pool;
  }

  /**
   * Loads all rows or none, and returns the number of rows that were absent. Fails with a {@link
   * StartFailure}: {@code BAD_REFERENCE_DATA} when a referenced row does not exist or a row with
   * another pk has the same unique value, {@code DATABASE_UNREACHABLE} when the connection is lost.
   */
  public Future<Long> load(ReferenceData data) {
    return inTransaction(data, false, ReferenceDataLoader::insertAbsent)
        .onSuccess(
            rows -> LOG.atInfo().addKeyValue("inserted", rows).log("Reference data is loaded"));
  }

  /**
   * Loads rows whose pks another server assigned. Also fails when a provider's pk belongs to a
   * provider of another name or type here.
   */
  public Future<Long> loadCopy(ReferenceData data) {
    return inTransaction(data, true, ReferenceDataLoader::insertAbsent);
  }

  /** Returns the number of absent rows, or fails as {@link #loadCopy} would; stores nothing. */
  public Future<Map<Section, Long>> countAbsentOfCopy(ReferenceData data) {
    return inTransaction(data, true, ReferenceDataLoader::countAbsent);
  }

  private <T> Future<T> inTransaction(
      ReferenceData data, boolean copied, Function<StagedData, Future<T>> work) {
    return pool.withTransaction(
            connection -> {
              StagedData staged = new StagedData(connection, data, copied);
              return staged
                  .stage()
                  .compose(ignored -> staged.removeExisting())
                  .compose(ignored -> work.apply(staged));
            })
        .recover(ReferenceDataLoader::toStartFailure);
  }

  private static <T> Future<T> toStartFailure(Throwable cause) {
    if (isRefusedData(cause)) {
      return Future.failedFuture(new StartFailure(ExitCode.BAD_REFERENCE_DATA, cause.getMessage()));
    }
    if (SqlFailures.translate(cause) instanceof Failure) {
      return Future.failedFuture(
          new StartFailure(
              ExitCode.DATABASE_UNREACHABLE,
              "the connection to the database was lost: " + cause.getMessage()));
    }
    return Future.failedFuture(cause);
  }

  /** SQLSTATE classes 22 and 23 mean invalid data and violated constraints. */
  private static boolean isRefusedData(Throwable cause) {
    return cause instanceof PgException refused
        && refused.getSqlState() != null
        && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("23"));
  }

  private static Future<Long> insertAbsent(StagedData staged) {
    return findWork(staged)
        .compose(work -> isDone(work) ? Future.succeededFuture(0L) : insert(staged));
  }

  private static Future<Row> findWork(StagedData staged) {
    return staged.execute(WORK, firstFreePk(staged)).map(rows -> rows.iterator().next());
  }

  private static boolean isDone(Row work) {
    return work.getLong("rows") == 0 && !work.getBoolean("rises");
  }

  /** Removes existing rows again, because others may have inserted some before the lock. */
  private static Future<Long> insert(StagedData staged) {
    return staged
        .execute(LOCK_PROVIDERS)
        .compose(ignored -> staged.removeExisting())
        .compose(ignored -> staged.checkConflicts())
        .compose(ignored -> staged.insert())
        .compose(ignored -> staged.execute(RAISE_SEQUENCE, firstFreePk(staged)))
        .compose(ignored -> findWork(staged))
        .map(work -> work.getLong("rows"));
  }

  private static Tuple firstFreePk(StagedData staged) {
    return Tuple.of(staged.data().firstFreeProviderPk().orElse(1));
  }

  private static Future<Map<Section, Long>> countAbsent(StagedData staged) {
    return staged
        .checkConflicts()
        .compose(ignored -> staged.execute(COUNT_ABSENT))
        .map(ReferenceDataLoader::bySection);
  }

  private static Map<Section, Long> bySection(RowSet<Row> counts) {
    Map<Section, Long> absent = new EnumMap<>(Section.class);
    for (Row row : counts) {
      absent.put(Section.ofKey(row.getString("section")).orElseThrow(), row.getLong("rows"));
    }
    return absent;
  }
}
