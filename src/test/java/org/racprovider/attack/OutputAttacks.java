package org.racprovider.attack;

import org.racprovider.support.Providers;

/** Clients that do not read what they asked for. */
final class OutputAttacks {

  private static final String BUNDLE = "/static/swagger-ui-bundle.js";

  private OutputAttacks() {}

  static void unreadBundles(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    unread(target, target.scaled(700), BUNDLE, "", deadline);
  }

  static void unreadLists(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    String token = Target.token("unread lists", "view");
    unread(target, target.scaled(700), Providers.PATH + "?page_size=100", token, deadline);
  }

  private static void unread(
      Target target, int connections, String path, String token, Deadline deadline)
      throws Exception {
    byte[] request = HttpConnection.get(path, token);
    Script script = Script.sending(number -> request).withoutReading();
    Swarm.run(target.port(), connections, script, deadline);
  }
}
