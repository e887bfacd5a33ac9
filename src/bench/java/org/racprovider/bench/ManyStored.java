package org.racprovider.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Creating with many providers stored, against empty tables. */
record ManyStored(int providers, Rounds stored, Rounds empty) {

  /** Absent where the plan leaves it out. */
  static Optional<ManyStored> of(Rig rig, Plan plan)
      throws IOException, InterruptedException, SQLException {
    if (plan.manyProviders() == 0) {
      return Optional.empty();
    }
    rig.stored().deleteAll();
    rig.stored().load(plan.manyProviders());
    // Before this, reading was measured: neither side is to pay for the way back.
    rig.warmUp(plan.pointSeconds());
    List<Round> stored = new ArrayList<>();
    List<Round> empty = new ArrayList<>();
    for (int round = 0; round < plan.rounds(); round++) {
      stored.add(Progress.of("many stored", rig.serverAsIs(Plan.CONNECTIONS, plan.seconds())));
    }
    for (int round = 0; round < plan.rounds(); round++) {
      empty.add(Progress.of("none stored", rig.server(Plan.CONNECTIONS, plan.seconds())));
    }
    return Optional.of(new ManyStored(plan.manyProviders(), new Rounds(stored), new Rounds(empty)));
  }

  double ratio() {
    return stored.perSecond() / empty.perSecond();
  }
}
