package org.racprovider.attack;

import static org.racprovider.attack.Target.create;

/** Clients whose tokens name keys that nobody has. */
final class KeyAttacks {

  private static final String LARGE = "{\"x\":\"" + "x".repeat(60_000) + "\"}";

  private KeyAttacks() {}

  static void unknownKeysWhileTheirUrlHangs(
      Target target, Surroundings surroundings, Deadline deadline) throws Exception {
    surroundings.hangKeys();
    Script script =
        Script.sending(
            number -> {
              String token = Target.tokenOfKey("unknown " + number, "nobody", "add");
              return create(token, "refused ", number % 2 == 0 ? "{}" : LARGE, "");
            });
    Swarm.run(target.port(), target.scaled(2_300), script, deadline);
  }
}
