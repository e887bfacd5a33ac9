package org.racprovider.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Sends requests with the program {@code wrk}.
 *
 * @param tokens a file with one token a line
 */
record Wrk(int port, Path tokens) {

  private static final int THREADS = 2;

  /**
   * Starts to send POST requests with a body, or GET requests if the body is empty.
   *
   * @param maxRandom {@code {random}} in path and body is a number from 1 to this one; it has 18
   *     digits if this is 0
   */
  Process start(int connections, int seconds, String path, String body, int maxRandom)
      throws IOException {
    int threads = Math.min(THREADS, connections);
    String options = "wrk -t%d -c%d -d%ds --timeout=10s".formatted(threads, connections, seconds);
    List<String> command = new ArrayList<>(List.of(options.split(" ")));
    command.addAll(List.of("-s", "src/bench/wrk/load.lua", "http://127.0.0.1:" + port, "--"));
    command.addAll(List.of(tokens.toString(), path, body, Integer.toString(maxRandom)));
    return ExternalProgram.start(command);
  }

  /** Waits for the end of a started program. */
  static LoadResult result(Process started) throws IOException, InterruptedException {
    String output = ExternalProgram.output(started);
    JsonObject result = new JsonObject(output.substring(output.indexOf("\n{")));
    long requests = result.getLong("requests");
    return LoadResult.of(
        requests,
        requests * 1e6 / result.getLong("micros"),
        result.getLong("p50") / 1e3,
        result.getLong("p99") / 1e3,
        result.getLong("rejected"),
        result.getLong("failed"));
  }
}
