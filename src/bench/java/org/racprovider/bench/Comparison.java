package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * The same rows written by three contestants in turn.
 *
 * @param oneStatement pgbench with one statement a provider, the best a plain client can do
 * @param steps pgbench with BEGIN, a statement for each row, COMMIT
 * @param server over HTTP
 */
record Comparison(Rounds oneStatement, Rounds steps, Rounds server) {

  static Comparison of(Rig rig, int rounds, int clients, int connections, int seconds)
      throws IOException, InterruptedException, SQLException {
    List<Round> oneStatement = new ArrayList<>();
    List<Round> steps = new ArrayList<>();
    List<Round> server = new ArrayList<>();
    for (int round = 0; round < rounds; round++) {
      oneStatement.add(pgbench(rig, Rig.ONE_STATEMENT, clients, seconds));
      server.add(Progress.of("server " + connections, rig.server(connections, seconds)));
      steps.add(pgbench(rig, Rig.STEPS, clients, seconds));
    }
    return new Comparison(new Rounds(oneStatement), new Rounds(steps), new Rounds(server));
  }

  private static Round pgbench(Rig rig, Path script, int clients, int seconds)
      throws IOException, InterruptedException, SQLException {
    String label = "%s %d".formatted(script.getFileName(), clients);
    return Progress.of(label, rig.pgbench(script, clients, seconds));
  }

  /** Creates a second through the server for each through pgbench with one statement. */
  double ratio() {
    return server.perSecond() / oneStatement.perSecond();
  }
}
