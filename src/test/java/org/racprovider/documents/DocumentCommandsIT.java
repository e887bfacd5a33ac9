package org.racprovider.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.AuthentikStub;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.Postgres;
import org.racprovider.support.TestServer;

/** The commands of the documents, run by a shell. */
class DocumentCommandsIT {

  /** The exit code and the output of a shell. */
  private record ShellResult(int exitCode, String output, String errors) {}

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  @RegisterExtension static final Postgres EMPTY = Postgres.empty();

  @RegisterExtension static final Postgres IMPORTED = Postgres.migrated();

  @TempDir Path folder;

  private String authentik = "";

  private String databaseUri = SERVER.database().uri();

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
    Path output = Files.createTempFile(folder, "output", null);
    Path errors = Files.createTempFile(folder, "errors", null);
    Map<String, String> variables =
        Map.of(
            "RAC_DATABASE_URL", databaseUri,
            "RAC_JWT_SECRET", TestServer.SECRET,
            "RAC_IMPORT_TOKEN", AuthentikStub.TOKEN);
    String script = "exec 2> '%s'\n%s".formatted(errors, command(name));
    int code =
        BackgroundProcess.start(
                output, variables, List.of("bash", "-euo", "pipefail", "-c", script))
            .awaitExit();
    return new ShellResult(code, Files.readString(output), Files.readString(errors));
  }

  private String command(String name) throws Exception {
    Path command = Files.createTempFile(folder, "command", null);
    BackgroundProcess.start(command, Map.of(), List.of("src/test/sh/document-command", name))
        .awaitExit();
    return Files.readString(command)
        .replace("127.0.0.1:9000", "127.0.0.1:" + SERVER.port())
        .replace("https://authentik.example/api/v3", authentik);
  }
}
