package org.racprovider.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Another program, run to its end. */
record Command(List<String> words, Map<String, String> environment) {

  Command(String... words) {
    this(List.of(words), Map.of());
  }

  /** The same with one more variable. */
  Command with(String variable, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(variable, value);
    return new Command(words, more);
  }

  /**
   * What it printed, errors included.
   *
   * @throws IllegalStateException when it ends with another code than 0
   */
  String output() throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(words.get(0) + " failed:\n" + output);
    }
    return output;
  }
}
