package org.racprovider.reference;

import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.racprovider.bus.Failure;
import org.racprovider.db.SqlFailures;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads reference data in one transaction: absent rows are inserted with their links, existing ones
 * (the same pk) are left as they are, nothing is deleted, the providers' sequence only rises, no
 * event is written.
 */
public final class ReferenceDataLoader {

  private static final Logger LOG = LoggerFactory.getLogger(ReferenceDataLoader.class);

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
   * StartFailure} when a reference leads nowhere or a unique value is taken by a row with another
   * pk, with a {@link StartFailure} when the database goes away.
   */
  public Future<Long> load(ReferenceData data) {
    return inTransaction(data, false, ReferenceDataLoader::insertAbsent)
        .onSuccess(
            rows -> LOG.atInfo().addKeyValue("inserted", rows).log("Reference data is loaded"));
  }

  /**
   * The same for rows that another server gave their pks; fails also when a provider's pk belongs
   * to a provider of another name here.
   */
  public Future<Long> loadCopy(ReferenceData data) {
    return inTransaction(data, true, ReferenceDataLoader::insertAbsent);
  }

  /** Fails as {@link #loadCopy} would, or gives the number of absent rows; stores nothing. */
  public Future<Map<Section, Long>> rehearseCopy(ReferenceData data) {
    return inTransaction(data, true, ReferenceDataLoader::countAbsent);
  }

  private <T> Future<T> inTransaction(
      ReferenceData data, boolean copied, Function<StagedData, Future<T>> work) {
    return pool.withTransaction(
            connection -> {
              StagedData staged = new StagedData(connection, data, copied);
              return staged
                  .stage()
                  .compose(done -> staged.forgetExisting())
                  .compose(done -> work.apply(staged));
            })
        .recover(ReferenceDataLoader::explain);
  }

  private static <T> Future<T> explain(Throwable cause) {
    if (isOfData(cause)) {
      return Future.failedFuture(new StartFailure(ExitCode.BAD_REFERENCE_DATA, cause.getMessage()));
    }
    if (SqlFailures.translate(cause) instanceof Failure) {
      return Future.failedFuture(
          new StartFailure(
              ExitCode.DATABASE_UNREACHABLE, "the database went away: " + cause.getMessage()));
    }
    return Future.failedFuture(cause);
  }

  /** Classes 22 and 23: the data, not the database, is at fault. */
  private static boolean isOfData(Throwable cause) {
    return cause instanceof PgException refused
        && refused.getSqlState() != null
        && (refused.getSqlState().startsWith("22") || refused.getSqlState().startsWith("23"));
  }

  private static Future<Long> insertAbsent(StagedData staged) {
    return whatIsNew(staged)
        .compose(found -> isNothing(found) ? Future.succeededFuture(0L) : insert(staged));
  }

  private static Future<Row> whatIsNew(StagedData staged) {
    return staged
        .execute(StagingSql.WHAT_IS_NEW, firstFree(staged))
        .map(rows -> rows.iterator().next());
  }

  private static boolean isNothing(Row found) {
    return found.getLong("rows") == 0 && !found.getBoolean("rises");
  }

  /** Once no one else inserts, what is new is looked at again. */
  private static Future<Long> insert(StagedData staged) {
    return staged
        .execute(StagingSql.LOCK_PROVIDERS)
        .compose(done -> staged.forgetExisting())
        .compose(done -> staged.refuseConflicts())
        .compose(done -> insertAll(staged))
        .compose(done -> staged.execute(InsertSql.RAISE_SEQUENCE, firstFree(staged)))
        .compose(done -> whatIsNew(staged))
        .map(found -> found.getLong("rows"));
  }

  private static Future<?> insertAll(StagedData staged) {
    Future<?> all = Future.succeededFuture();
    for (String insert : INSERTS) {
      all = all.compose(done -> staged.execute(insert));
    }
    return all;
  }

  private static Tuple firstFree(StagedData staged) {
    return Tuple.of(staged.data().firstFreeProviderPk().orElse(1));
  }

  private static Future<Map<Section, Long>> countAbsent(StagedData staged) {
    return staged
        .refuseConflicts()
        .compose(done -> staged.execute(StagingSql.ABSENT))
        .map(
            rows -> {
              Map<Section, Long> absent = new EnumMap<>(Section.class);
              rows.forEach(
                  row -> absent.put(section(row.getString("section")), row.getLong("rows")));
              return absent;
            });
  }

  private static Section section(String key) {
    return Section.ofKey(key).orElseThrow();
  }
}
