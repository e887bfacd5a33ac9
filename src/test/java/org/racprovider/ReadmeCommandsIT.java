package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.AuthentikStub;
import org.racprovider.support.Postgres;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;

/** The README's commands, as a shell runs them. */
class ReadmeCommandsIT {

  private static final int PATIENCE_SECONDS = 60;

  /** Of a shell that has ended. */
  private record Ended(int code, String results, String messages) {}

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.empty();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER = new TestServer(POSTGRES, Map.of());

  @RegisterExtension static final Postgres EMPTY = Postgres.empty();

  @RegisterExtension static final Postgres IMPORTED = Postgres.migrated();

  @TempDir Path folder;

  private String authentik = "";

  private String databaseUri = POSTGRES.uri();

  @Test
  void checkConfigPrintsJson() throws Exception {
    // When
    Ended ended = run("check-config");

    // Then
    assertThat(ended.code()).as(ended.messages()).isZero();
    assertThat(ended.results()).startsWith("{").contains("\"***\"").endsWith("}\n");
    assertThat(ended.messages()).endsWith("The configuration is valid.\n");
  }

  @Test
  void migrateNamesEveryMigrationAndHasNoResult() throws Exception {
    // Given
    databaseUri = EMPTY.uri();

    // When
    Ended ended = run("migrate");

    // Then
    assertThat(ended.code()).as(ended.messages()).isZero();
    assertThat(ended.results()).isEmpty();
    assertThat(ended.messages())
        .contains("001 - providers", "002 - idempotency", "The database schema is up to date");
  }

  @Test
  void tokenIsAcceptedByTheServer() throws Exception {
    // When
    Ended ended = run("token");

    // Then
    assertThat(ended.code()).as(ended.messages()).isZero();
    assertThat(ended.results()).startsWith("{\"pagination\":");
  }

  @Test
  void importSaysWhatItDid() throws Exception {
    try (AuthentikStub stub = new AuthentikStub()) {
      // Given
      databaseUri = IMPORTED.uri();
      authentik = stub.url().toString();
      String table = "```\n" + run("import-dry-run").results() + "```\n";

      // When
      Ended ended = run("import");

      // Then
      assertThat(ended.code()).as(ended.messages()).isZero();
      assertThat(ended.messages()).endsWith("Imported.\n").doesNotContain(AuthentikStub.TOKEN);
      assertThat("```\n" + ended.results() + "```\n").isEqualTo(table);
      assertThat(Files.readString(Path.of("README.md"))).contains(table);
    }
  }

  private Ended run(String name) throws Exception {
    Path results = folder.resolve("results");
    Path messages = folder.resolve("messages");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", command(name))
            .redirectOutput(results.toFile())
            .redirectError(messages.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("RAC_"));
    builder.environment().put("RAC_DATABASE_URL", databaseUri);
    builder.environment().put("RAC_JWT_SECRET", ServerProcess.SECRET);
    builder.environment().put("RAC_IMPORT_TOKEN", AuthentikStub.TOKEN);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new Ended(process.exitValue(), Files.readString(results), Files.readString(messages));
    } finally {
      process.destroyForcibly();
    }
  }

  private String command(String name) throws IOException {
    Process process = new ProcessBuilder("src/test/sh/readme-command", name).start();
    return new String(process.getInputStream().readAllBytes())
        .replace("127.0.0.1:9000", "127.0.0.1:" + SERVER.port())
        .replace("https://authentik.example/api/v3", authentik);
  }
}
