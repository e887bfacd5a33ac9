package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.start.ExitCode;
import org.racprovider.support.Postgres;

/** The packaged jar as a process: how it starts, how it ends, and what it says then. */
class MainIT {

  private static final Path JAR = Path.of("target", "rac-provider-server.jar");
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final long PATIENCE_SECONDS = 90;

  /** Of a process that has ended. */
  private record Ended(int code, String output) {}

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  MainIT() {
    environment.put("RAC_HTTP_HOST", "127.0.0.1");
    environment.put("RAC_HTTP_PORT", "0");
    environment.put("RAC_MANAGEMENT_PORT", "0");
    environment.put("RAC_JWT_SECRET", "a secret for tests, of more than 32 bytes");
  }

  @Test
  void namesAllProblemsOfTheConfiguration() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", "mysql://user:hidden@localhost/x");
    environment.put("RAC_HTTP_PORT", "70000");
    environment.put("RAC_JWT_SECRET", "hidden");

    // When
    Ended ended = run();

    // Then
    assertThat(ended.code()).as(ended.output()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(ended.output())
        .contains("RAC_DATABASE_URL", "RAC_HTTP_PORT", "RAC_JWT_SECRET")
        .doesNotContain("hidden", "\tat ");
  }

  @Test
  void namesATakenPort() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", POSTGRES.uri());
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("RAC_HTTP_PORT", Integer.toString(taken.getLocalPort()));

      // Then
      assertRefused(run(), ExitCode.PORT_TAKEN, Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void givesUpOnAnUnreachableDatabase() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", "postgresql://user:hidden@127.0.0.1:1/rac");
    environment.put("RAC_DATABASE_START_TIMEOUT", "1");

    // Then
    assertRefused(run(), ExitCode.DATABASE_UNREACHABLE, "127.0.0.1:1/rac");
  }

  @Test
  void doesNotTouchANewerSchema() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", POSTGRES.uri());
    POSTGRES.execute(
        """
        INSERT INTO flyway_schema_history (installed_rank, version, description, type, script,
                                           installed_by, execution_time, success)
        VALUES (9999, '9999', 'newer', 'SQL', 'V9999__newer.sql', 'test', 0, true)
        """);

    // Then
    try {
      assertRefused(run(), ExitCode.SCHEMA_TOO_NEW, "9999");
    } finally {
      POSTGRES.execute("DELETE FROM flyway_schema_history WHERE version = '9999'");
    }
  }

  @Test
  void namesAMigrationThatWasEditedAfterItRan() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", POSTGRES.uri());
    POSTGRES.execute(
        "UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE version = '001'");

    // Then
    try {
      assertRefused(
          run(), ExitCode.MIGRATION_FAILED, "cannot bring the database schema up to date");
    } finally {
      POSTGRES.execute(
          "UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE version = '001'");
    }
  }

  @Test
  void namesThePlaceInBadReferenceData() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", POSTGRES.uri());
    Path file = Files.writeString(folder.resolve("data.json"), "{\"flows\": [{\"pk\": 7}]}");
    environment.put("RAC_REFERENCE_DATA", file.toString());

    // Then
    assertRefused(run(), ExitCode.BAD_REFERENCE_DATA, "flows[0]");
  }

  @Test
  void servesUntilItIsTerminated() throws Exception {
    // Given
    Path classes = folder.resolve("classes");
    environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
    environment.put("RAC_DATABASE_URL", POSTGRES.uri());
    Process process = start();
    await(process, "Serving");

    // When
    process.destroy();

    // Then
    Ended ended = ended(process);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("Stopped").doesNotContain("ERROR");
    assertThat(Files.readString(classes)).contains("io.vertx").doesNotContain("picocli");
  }

  private static void assertRefused(Ended ended, ExitCode code, String words) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(code.code());
    assertThat(ended.output().lines().filter(line -> line.contains("ERROR")))
        .singleElement()
        .asString()
        .contains("Cannot start: ", words);
    assertThat(ended.output()).doesNotContain("\tat ", "hidden");
  }

  private Ended run() throws Exception {
    return ended(start());
  }

  private Process start() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(JAVA.toString(), "-jar", JAR.toAbsolutePath().toString())
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RAC_"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private Ended ended(Process process) throws Exception {
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
          .as(Files.readString(output()))
          .isTrue();
      return new Ended(process.exitValue(), Files.readString(output()));
    } finally {
      process.destroyForcibly();
    }
  }

  private void await(Process process, String text) throws Exception {
    for (int i = 0; i < PATIENCE_SECONDS * 10; i++) {
      if (Files.readString(output()).contains(text) || !process.isAlive()) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private Path output() {
    return folder.resolve("output");
  }
}
