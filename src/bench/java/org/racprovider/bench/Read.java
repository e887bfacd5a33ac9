package org.racprovider.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** One way of reading, with many providers stored. */
record Read(String what, Load load) {

  private static final int PAGE = 20;

  private record Request(String what, String query, int largest) {}

  static List<Read> each(Rig rig, Plan plan)
      throws IOException, InterruptedException, SQLException {
    int providers = plan.storedProviders();
    rig.stored().deleteAll();
    rig.stored().load(providers);
    List<Read> reads = new ArrayList<>();
    for (Request request : requests(providers)) {
      Load load =
          rig.read(Api.COLLECTION + request.query(), request.largest(), plan.pointSeconds());
      reads.add(new Read(request.what(), Progress.of(request.what(), load)));
    }
    return reads;
  }

  // The numbers of loaded providers start at 1 and have no gaps worth mentioning.
  private static List<Request> requests(int providers) {
    String page = "?page_size=" + PAGE;
    return List.of(
        new Request("retrieve one", "{random}/", providers),
        new Request("list, first page", page, 0),
        new Request("list, any page", page + "&page={random}", providers / PAGE),
        new Request("search", page + "&search={random}", 999_999));
  }
}
