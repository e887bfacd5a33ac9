package org.racprovider.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.Map;

/** The result of a command that ran in this process, without a terminal. */
record CliRun(int code, String results, String messages) {

  static CliRun of(Map<String, String> environment, String... arguments) {
    ByteArrayOutputStream results = new ByteArrayOutputStream();
    ByteArrayOutputStream messages = new ByteArrayOutputStream();
    CommandContext context =
        new CommandContext(environment, stream(results), stream(messages), false);
    int code = new Cli(context).run(arguments);
    return new CliRun(code, results.toString(UTF_8), messages.toString(UTF_8));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
