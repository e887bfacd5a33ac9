package org.racprovider.bench;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;

/** The server under {@code wrk}. */
final class Wrk {

  private static final int THREADS = 2;

  private final String origin;
  private final Path tokens;
  private final String body;

  /**
   * @param body of a create; the text in it that {@code load.lua} knows is replaced
   */
  Wrk(String origin, Path tokens, String body) {
    this.origin = origin;
    this.tokens = tokens;
    this.body = body;
  }

  /** Creates providers. */
  Load create(int connections, int seconds) throws IOException, InterruptedException {
    return run(connections, seconds, Api.COLLECTION, body, 0);
  }

  /**
   * Reads.
   *
   * @param largest of the numbers that stand for {@code {random}} in the path
   */
  Load read(int connections, int seconds, String path, int largest)
      throws IOException, InterruptedException {
    return run(connections, seconds, path, "", largest);
  }

  private Load run(int connections, int seconds, String path, String content, int largest)
      throws IOException, InterruptedException {
    Command command =
        new Command(
            "wrk",
            "-t" + Math.min(THREADS, connections),
            "-c" + connections,
            "-d" + seconds + "s",
            "--timeout=10s",
            "-s",
            "src/bench/wrk/load.lua",
            origin,
            "--",
            tokens.toString(),
            path,
            content,
            Integer.toString(largest));
    return parse(command.output());
  }

  private static Load parse(String output) {
    JsonObject result =
        output
            .lines()
            .filter(line -> line.startsWith("{"))
            .map(JsonObject::new)
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("wrk failed:\n" + output));
    return new Load(
        result.getLong("requests"),
        result.getLong("requests") * 1e6 / result.getLong("micros"),
        result.getLong("p50") / 1e3,
        result.getLong("p99") / 1e3,
        result.getLong("refused"),
        result.getLong("broken"));
  }
}
