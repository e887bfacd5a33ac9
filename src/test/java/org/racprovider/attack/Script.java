package org.racprovider.attack;

import java.util.function.IntFunction;

/**
 * What each connection of a {@link Swarm} does.
 *
 * @param opening the bytes that it sends first; the number of the connection may choose them
 * @param answer the bytes that it sends once the server has sent something; may be empty
 * @param trickle the bytes that it sends again and again after that; may be empty
 * @param reads whether it reads what the server sends; if it does not, it reads until it has sent
 *     its answer
 */
record Script(IntFunction<byte[]> opening, byte[] answer, byte[] trickle, boolean reads) {

  private static final byte[] NOTHING = {};

  /** Sends these bytes, and reads what the server sends. */
  static Script sending(String opening) {
    byte[] bytes = HttpConnection.bytes(opening);
    return sending(ignored -> bytes);
  }

  static Script sending(IntFunction<byte[]> opening) {
    return new Script(opening, NOTHING, NOTHING, true);
  }

  Script thenSending(byte[] bytes) {
    return new Script(opening, bytes, trickle, reads);
  }

  Script trickling(String bytes) {
    return new Script(opening, answer, HttpConnection.bytes(bytes), reads);
  }

  Script withoutReading() {
    return new Script(opening, answer, trickle, false);
  }
}
