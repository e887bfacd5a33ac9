package org.racprovider.bench;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * The command line.
 *
 * @param overload whether more is offered than the server can do, and nothing else is measured
 * @param database the PostgreSQL to measure on; an embedded one where absent
 * @param java the Java that the server runs on
 * @param jvmOptions after those of the container image
 * @param folder for the report, and for what is needed meanwhile
 */
record Options(
    Plan plan,
    boolean overload,
    Optional<String> database,
    Path java,
    List<String> jvmOptions,
    Path folder) {

  static final String USAGE =
      """
      --quick               one short round of everything: shows that it works, measures nothing
      --overload            instead of all that: offers the server up to five times what it can do
      --million             also create with 1,000,000 providers stored; takes minutes more
      --rounds N            rounds of each contestant, 3 otherwise
      --database URL        postgresql://user:password@host:port/database of a server to measure
                            on; a database is made there and dropped. An embedded one otherwise
      --java PATH           the java that runs the server, otherwise the one that runs this
      --jvm-options "…"     options for it, after those of the container image
      """;

  private static final Path FOLDER = Path.of("target/bench");
  private static final int MILLION = 1_000_000;

  private static final Options DEFAULT =
      new Options(
          Plan.full(),
          false,
          Optional.empty(),
          Path.of(System.getProperty("java.home"), "bin", "java"),
          List.of(),
          FOLDER);

  /**
   * @throws IllegalArgumentException with a sentence for the user
   */
  static Options of(String... arguments) {
    Options options = DEFAULT;
    Iterator<String> rest = Arrays.asList(arguments).iterator();
    while (rest.hasNext()) {
      options = options.with(rest.next(), rest);
    }
    return options;
  }

  private Options with(String option, Iterator<String> rest) {
    return switch (option) {
      case "--quick" ->
          new Options(Plan.quick(), overload, database, java, jvmOptions, FOLDER.resolve("quick"));
      case "--overload" -> new Options(plan, true, database, java, jvmOptions, folder);
      case "--million" -> with(plan.withManyProviders(MILLION));
      case "--rounds" -> with(plan.withRounds(Integer.parseInt(value(option, rest))));
      case "--database" ->
          new Options(plan, overload, Optional.of(value(option, rest)), java, jvmOptions, folder);
      case "--java" ->
          new Options(plan, overload, database, Path.of(value(option, rest)), jvmOptions, folder);
      case "--jvm-options" ->
          new Options(
              plan, overload, database, java, List.of(value(option, rest).split(" +")), folder);
      default -> throw new IllegalArgumentException("Unknown option " + option + "\n\n" + USAGE);
    };
  }

  private Options with(Plan other) {
    return new Options(other, overload, database, java, jvmOptions, folder);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " needs a value\n\n" + USAGE);
    }
    return rest.next();
  }
}
