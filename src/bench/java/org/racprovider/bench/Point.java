package org.racprovider.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Creating with some number of connections. */
record Point(int connections, Load load) {

  static List<Point> each(Rig rig, Plan plan)
      throws IOException, InterruptedException, SQLException {
    List<Point> points = new ArrayList<>();
    for (int connections : plan.connections()) {
      Round round = rig.server(connections, plan.pointSeconds());
      points.add(new Point(connections, Progress.of("sweep " + connections, round).load()));
    }
    return points;
  }
}
