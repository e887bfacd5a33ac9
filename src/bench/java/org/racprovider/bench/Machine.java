package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What it was measured on. */
record Machine(List<String> facts) {

  private static final Pattern JAVA_VERSION = Pattern.compile("version \"(\\d+)");

  private static final String DATABASE_SETTINGS =
      """
      SELECT name || '=' || current_setting(name)
      FROM pg_settings
      WHERE name IN ('fsync', 'full_page_writes', 'max_wal_size', 'shared_buffers',
                     'synchronous_commit', 'wal_sync_method')
      ORDER BY name
      """;

  /**
   * Looks at the machine before it is loaded.
   *
   * @param tools programs whose versions matter
   */
  static Machine of(List<String> serverCommand, BenchDatabase database, String... tools)
      throws IOException, InterruptedException, SQLException {
    String java = new Command(serverCommand.get(0), "-version").output();
    List<String> facts = new ArrayList<>();
    Collections.addAll(
        facts,
        "%d × %s, %d MiB of memory, Linux %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                proc("cpuinfo", "model name"),
                Long.parseLong(proc("meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
                System.getProperty("os.version")),
        "load average before: " + Files.readString(Path.of("/proc/loadavg")).strip(),
        "Java: " + java.lines().skip(1).findFirst().orElse("?"),
        "server: `" + String.join(" ", serverCommand) + "`",
        "its settings from the shell: " + shellSettings(),
        database.query("SELECT version()").get(0),
        "its settings: `" + String.join(" ", database.query(DATABASE_SETTINGS)) + "`");
    for (String tool : tools) {
      facts.add(new Command(tool, "--version").output().strip());
    }
    return new Machine(facts);
  }

  String markdown() {
    return facts.stream().map(fact -> "- " + fact + "\n").collect(Collectors.joining());
  }

  /** 17, for example. */
  static int javaVersion(Path java) throws IOException, InterruptedException {
    String output = new Command(java.toString(), "-version").output();
    Matcher matcher = JAVA_VERSION.matcher(output);
    if (!matcher.find()) {
      throw new IllegalStateException("Not understood: " + output);
    }
    return Integer.parseInt(matcher.group(1));
  }

  private static String shellSettings() {
    String settings =
        System.getenv().entrySet().stream()
            .filter(variable -> variable.getKey().startsWith("RAC_"))
            .sorted(Map.Entry.comparingByKey())
            .map(variable -> "`" + variable + "`")
            .collect(Collectors.joining(" "));
    return settings.isEmpty() ? "none" : settings;
  }

  private static String proc(String file, String key) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc", file))) {
      return lines
          .filter(line -> line.startsWith(key))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("?");
    }
  }
}
