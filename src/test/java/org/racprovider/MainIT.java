package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.start.ExitCode;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.Postgres;
import org.racprovider.support.ServerJar;
import org.racprovider.support.TestServer;

/** The start, the end and the output of the packaged jar as a process. */
class MainIT {

  /** A process that has ended. */
  private record Ended(int code, String output) {}

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  @TempDir Path folder;

  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void configure() {
    environment.putAll(TestServer.defaultSettings(POSTGRES.uri()));
    environment.remove("RAC_REFERENCE_DATA");
  }

  @Test
  void namesEveryProblemOfTheConfiguration() throws Exception {
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
  void namesThePortThatIsTaken() throws Exception {
    // Given
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      environment.put("RAC_HTTP_PORT", Integer.toString(taken.getLocalPort()));

      // Then
      assertRefused(run(), ExitCode.PORT_TAKEN, Integer.toString(taken.getLocalPort()));
    }
  }

  @Test
  void givesUpWhenTheDatabaseIsUnreachable() throws Exception {
    // Given
    environment.put("RAC_DATABASE_URL", "postgresql://user:hidden@127.0.0.1:1/rac");
    environment.put("RAC_DATABASE_START_TIMEOUT", "1");

    // Then
    assertRefused(run(), ExitCode.DATABASE_UNREACHABLE, "127.0.0.1:1/rac");
  }

  @Test
  void refusesANewerSchema() throws Exception {
    // Given
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
  void refusesAMigrationThatWasEditedAfterItRan() throws Exception {
    // Given
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
  void namesTheInvalidRowOfReferenceData() throws Exception {
    // Given
    Path file = Files.writeString(folder.resolve("data.json"), "{\"flows\": [{\"pk\": 7}]}");
    environment.put("RAC_REFERENCE_DATA", file.toString());

    // Then
    assertRefused(run(), ExitCode.BAD_REFERENCE_DATA, "flows[0]");
  }

  @Test
  void stopsWithoutAnErrorWhenItIsTerminated() throws Exception {
    // Given
    Path classes = folder.resolve("classes");
    environment.put("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + classes);
    BackgroundProcess server = start();
    server.awaitOutput(Pattern.compile("(Serving)"));

    // When
    server.terminate();

    // Then
    Ended ended = ended(server);
    assertThat(ended.code()).as(ended.output()).isZero();
    assertThat(ended.output()).contains("Stopped").doesNotContain("ERROR");
    assertThat(Files.readString(classes)).contains("io.vertx").doesNotContain("picocli");
  }

  private static void assertRefused(Ended ended, ExitCode code, String reason) {
    assertThat(ended.code()).as(ended.output()).isEqualTo(code.code());
    assertThat(ended.output().lines().filter(line -> line.contains("ERROR")))
        .singleElement()
        .asString()
        .contains("Cannot start: ", reason);
    assertThat(ended.output()).doesNotContain("\tat ", "hidden");
  }

  private Ended run() throws Exception {
    return ended(start());
  }

  private BackgroundProcess start() throws IOException {
    return BackgroundProcess.start(
        folder, folder.resolve("output"), environment, ServerJar.command());
  }

  private static Ended ended(BackgroundProcess server) throws Exception {
    return new Ended(server.awaitExit(), server.output());
  }
}
