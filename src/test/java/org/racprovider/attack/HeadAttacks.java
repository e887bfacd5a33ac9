package org.racprovider.attack;

/** Clients without a token, who send heads of requests. */
final class HeadAttacks {

  private static final int LINES = 2_600;
  private static final int PIPELINED_BYTES = 128 << 10;

  private HeadAttacks() {}

  static void manyHeaderLines(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    Script script = Script.sending("GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(LINES));
    Swarm.run(target.port(), target.scaled(250), script, deadline);
  }

  static void pipelinedProbes(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    pipelined("/-/health/ready/", target, deadline);
  }

  static void pipelinedNotFound(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    pipelined("/x", target, deadline);
  }

  private static void pipelined(String path, Target target, Deadline deadline) throws Exception {
    String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\n\r\n";
    String all = request.repeat(PIPELINED_BYTES / request.length());
    Script script = Script.sending(all).withoutReading();
    Swarm.run(target.port(), target.scaled(100), script, deadline);
  }

  static void unfinishedHeaderLines(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    Script script = Script.sending("GET / HTTP/1.1\r\nHost: x\r\nX: " + "x".repeat(8000));
    Swarm.run(target.port(), target.scaled(4_200), script, deadline);
  }

  /** One byte at a time, each of which keeps the connection from being idle. */
  static void slowHeads(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    Script script = Script.sending("GET / HTTP/1.1\r\nHost: x\r\nX: ").trickling("x");
    Swarm.run(target.port(), target.scaled(4_000), script, deadline);
  }

  static void silence(Target target, Surroundings ignored, Deadline deadline) throws Exception {
    Swarm.run(target.port(), target.scaled(9_000), Script.sending(""), deadline);
  }

  /** The head of a ClientHello of 16 KiB, and half of it. */
  static void unfinishedHellos(Target target, Surroundings ignored, Deadline deadline)
      throws Exception {
    byte[] hello = new byte[8_000];
    byte[] start = {22, 3, 1, 0x3f, (byte) 0xf0, 1, 0, 0x3f, (byte) 0xec, 3, 3};
    System.arraycopy(start, 0, hello, 0, start.length);
    Script script = Script.sending(number -> hello);
    Swarm.run(target.port(), target.scaled(3_000), script, deadline);
  }
}
