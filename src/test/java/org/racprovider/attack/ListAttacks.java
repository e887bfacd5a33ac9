package org.racprovider.attack;

import static org.racprovider.attack.HttpConnection.get;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.racprovider.support.Providers;

/** Callers who may read lists, and ask for expensive ones. */
final class ListAttacks {

  private static final int TERMS = 1_300;
  private static final int LATE_PAGE = 250;
  private static final List<String> ORDERS =
      List.of("name", "-name", "pk", "-pk", "connection_expiry", "-connection_expiry");

  private ListAttacks() {}

  static void manySearchTerms(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    String search = "?page_size=1&search=" + "ab,".repeat(TERMS - 1) + "ab";
    byte[] request = get(Providers.PATH + search, Target.token("terms", "view"));
    Crowd.run(target, target.scaled(4), () -> request, deadline);
  }

  static void latePages(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    byte[] request =
        get(
            Providers.PATH + "?page_size=100&ordering=connection_expiry&page=" + LATE_PAGE,
            Target.token("late pages", "view"));
    Crowd.run(target, target.scaled(64), () -> request, deadline);
  }

  static void manyQueries(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String token = Target.token("queries", "view");
    Random random = new Random(1);
    Crowd.run(target, target.scaled(8), () -> randomQuery(token, random), deadline);
  }

  private static byte[] randomQuery(String token, Random random) {
    String words =
        IntStream.range(0, 150 + random.nextInt(41))
            .mapToObj(i -> Integer.toString(random.nextInt(100_000), 36))
            .collect(Collectors.joining(","));
    String orders =
        random
            .ints(1 + random.nextInt(6), 0, ORDERS.size())
            .mapToObj(ORDERS::get)
            .collect(Collectors.joining(","));
    return get(Providers.PATH + "?search=" + words + "&ordering=" + orders, token);
  }

  /** Each connection of one caller has a request at every moment. */
  static void busyConnections(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    byte[] get = get(Providers.PATH, Target.token("busy", "view"));
    String list = new String(get, StandardCharsets.US_ASCII);
    Script script = Script.sending(list.repeat(50)).trickling(list.repeat(5));
    Swarm.run(target.port(), target.scaled(700), script, deadline);
  }

  static void manyQuotes(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    byte[] request =
        get(
            Providers.PATH + "?page_size=1&search=" + "''".repeat(391),
            Target.token("quotes", "view"));
    Crowd.run(target, target.scaled(4), () -> request, deadline);
  }
}
