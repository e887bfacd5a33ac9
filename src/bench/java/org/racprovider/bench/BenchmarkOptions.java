package org.racprovider.bench;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command line of the benchmark. */
@CommandLine.Command(name = "benchmark")
final class BenchmarkOptions {

  private static final Path FOLDER = Path.of("target/bench");

  @Option(names = "--quick", description = "One short round of everything, as a trial.")
  private boolean quick;

  @Option(names = "--overload", description = "Measure only the overload.")
  boolean overload;

  @Option(names = "--rounds", paramLabel = "N", description = "Rounds of each contestant.")
  private Integer rounds;

  @Option(names = "--database", paramLabel = "URL", description = "PostgreSQL to measure on.")
  String database;

  @Option(names = "--java", paramLabel = "PATH", description = "The java that runs the server.")
  String java = System.getProperty("java.home") + "/bin/java";

  @Option(names = "--jvm-options", split = " +", description = "More options of that java.")
  List<String> jvmOptions = List.of();

  /**
   * Parses the command line.
   *
   * @throws IllegalArgumentException with a message for the user, which explains all options
   */
  static BenchmarkOptions parse(String... arguments) {
    BenchmarkOptions options = new BenchmarkOptions();
    CommandLine commandLine = new CommandLine(options);
    try {
      commandLine.parseArgs(arguments);
      return options;
    } catch (ParameterException e) {
      String message = e.getMessage() + "\n\n" + commandLine.getUsageMessage();
      throw new IllegalArgumentException(message, e);
    }
  }

  BenchmarkPlan plan() {
    return quick
        ? BenchmarkPlan.quick(rounds == null ? 1 : rounds)
        : BenchmarkPlan.full(rounds == null ? 3 : rounds);
  }

  /** The folder of the report and of all files that the run needs. */
  Path folder() {
    return quick ? FOLDER.resolve("quick") : FOLDER;
  }

  Path serverLog() {
    return folder().resolve("server.log");
  }
}
