package org.racprovider.provider.store;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Future;
import java.util.List;
import org.racprovider.db.GroupCommit;
import org.racprovider.management.Meters;
import org.racprovider.provider.store.CreateStatement.Request;

/** Measures how many creates go in one statement, and how long it takes to be committed. */
final class MeasuredCreates implements GroupCommit.Statement<Request, RacProvider> {

  private final GroupCommit.Statement<Request, RacProvider> statement;
  private final DistributionSummary batch;
  private final Timer commit;

  MeasuredCreates(GroupCommit.Statement<Request, RacProvider> statement, MeterRegistry registry) {
    this.statement = statement;
    this.batch = registry.summary(Meters.CREATE_BATCH);
    this.commit = registry.timer(Meters.CREATE_COMMIT);
  }

  @Override
  public Future<List<Future<RacProvider>>> execute(List<Request> requests) {
    Timer.Sample sample = Timer.start();
    return statement
        .execute(requests)
        .onSuccess(
            committed -> {
              batch.record(requests.size());
              sample.stop(commit);
            });
  }
}
