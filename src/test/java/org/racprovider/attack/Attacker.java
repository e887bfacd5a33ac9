package org.racprovider.attack;

/** Attacks until the deadline. {@link Surroundings#cleanUp} removes what it creates. */
@FunctionalInterface
interface Attacker {

  void attack(Target target, Surroundings surroundings, Deadline deadline) throws Exception;
}
