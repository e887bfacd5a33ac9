package org.racprovider.attack;

import static org.racprovider.attack.Target.create;

/** Clients whose tokens name keys that nobody has. */
final class KeyAttacks {

  private KeyAttacks() {}

  static void unknownKeysWhileTheirUrlHangs(
      Target target, Surroundings surroundings, Deadline deadline) throws Exception {
    surroundings.hangKeys();
    Script script =
        Script.sending(
            number -> {
              String token = Target.tokenOfKey("unknown " + number, "nobody", "add");
              return create(token, "refused ", "{}", "");
            });
    Swarm.run(target.port(), target.scaled(2_300), script, deadline);
  }
}
