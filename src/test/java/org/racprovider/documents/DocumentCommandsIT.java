package org.racprovider.documents;

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

/** The commands of the documents, run by a shell. */
class DocumentCommandsIT {

  private static final int TIMEOUT_SECONDS = 60;

  /** The exit code and the output of a shell. */
  private record ShellResult(int exitCode, String output, String errors) {}

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
    ShellResult result = run("check-config");

    // Then
    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.output()).startsWith("{").contains("\"***\"").endsWith("}\n");
    assertThat(result.errors()).endsWith("The configuration is valid.\n");
  }

  @Test
  void migrateNamesEveryMigrationOnStandardError() throws Exception {
    // Given
    databaseUri = EMPTY.uri();

    // When
    ShellResult result = run("migrate");

    // Then
    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.output()).isEmpty();
    assertThat(result.errors())
        .contains("001 - providers", "002 - idempotency", "The database schema is up to date");
  }

  @Test
  void tokenIsAcceptedByTheServer() throws Exception {
    // When
    ShellResult result = run("token");

    // Then
    assertThat(result.exitCode()).as(result.errors()).isZero();
    assertThat(result.output()).startsWith("{\"pagination\":");
  }

  @Test
  void importPrintsTheTableOfTheDocument() throws Exception {
    try (AuthentikStub stub = new AuthentikStub()) {
      // Given
      databaseUri = IMPORTED.uri();
      authentik = stub.url().toString();
      String table = "```\n" + run("import-dry-run").output() + "```\n";

      // When
      ShellResult result = run("import");

      // Then
      assertThat(result.exitCode()).as(result.errors()).isZero();
      assertThat(result.errors()).endsWith("Imported.\n").doesNotContain(AuthentikStub.TOKEN);
      assertThat("```\n" + result.output() + "```\n").isEqualTo(table);
      assertThat(Document.named("operations.md").text()).contains(table);
    }
  }

  private ShellResult run(String name) throws Exception {
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-euo", "pipefail", "-c", command(name))
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("RAC_"));
    builder.environment().put("RAC_DATABASE_URL", databaseUri);
    builder.environment().put("RAC_JWT_SECRET", ServerProcess.SECRET);
    builder.environment().put("RAC_IMPORT_TOKEN", AuthentikStub.TOKEN);
    Process process = builder.start();
    try {
      assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
      return new ShellResult(
          process.exitValue(), Files.readString(output), Files.readString(errors));
    } finally {
      process.destroyForcibly();
    }
  }

  private String command(String name) throws IOException {
    Process process = new ProcessBuilder("src/test/sh/document-command", name).start();
    return new String(process.getInputStream().readAllBytes())
        .replace("127.0.0.1:9000", "127.0.0.1:" + SERVER.port())
        .replace("https://authentik.example/api/v3", authentik);
  }
}
