package org.racprovider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.start.ExitCode;

class CliTest {

  @TempDir private Path folder;

  private final Map<String, String> environment =
      new HashMap<>(
          Map.of(
              "RAC_DATABASE_URL", "postgresql://rac:hidden@db.example/rac",
              "RAC_JWT_SECRET", "hidden, and of more than 32 bytes"));

  @Test
  void helpNamesEveryCommand() {
    // When
    CliRun run = run("--help");

    // Then
    assertThat(run.code()).isZero();
    assertThat(run.results())
        .contains("check-config", "migrate", "token", "import")
        .doesNotContain("\u001b");
    assertThat(run.messages()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"check-config", "migrate", "token", "import"})
  void everyCommandHasHelp(String command) {
    assertThat(run(command, "--help").results())
        .startsWith("Usage: rac-provider-server " + command);
  }

  @Test
  void printsTheVersionAsAResult() {
    assertThat(run("--version").results()).startsWith("rac-provider-server ").hasLineCount(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"serve", "--port 9000", "check-config x", "token", "import", "migrate --force"})
  void rejectsInvalidUsageAndNamesTheHelp(String arguments) {
    // When
    CliRun run = run(arguments.split(" "));

    // Then
    assertThat(run.code()).isEqualTo(64);
    assertThat(run.results()).isEmpty();
    assertThat(run.messages()).containsPattern("Try: rac-provider-server.* --help");
  }

  @Test
  void printsTheConfigurationWithoutItsSecrets() throws IOException {
    // Given
    environment.put("RAC_HTTP_IDLE_TIMEOUT", "90");
    JsonObject expected = new JsonObject(Files.readString(Path.of("conf/config.json")));
    expected.getJsonObject("http").put("idleTimeoutSeconds", 90);
    expected.getJsonObject("database").put("url", "***");
    expected.getJsonObject("jwt").put("secret", "***");

    // When
    CliRun run = run("check-config");

    // Then
    assertThat(run.code()).isZero();
    assertThat(new JsonObject(run.results())).isEqualTo(expected);
    assertThat(run.messages()).isEqualToIgnoringNewLines("The configuration is valid.");
  }

  @Test
  void reportsEveryProblemOfTheConfiguration() {
    // Given
    environment.put("RAC_DATABASE_URL", "mysql://hidden");
    environment.put("RAC_HTTP_PORT", "x");

    // When
    CliRun run = run("check-config");

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
    assertThat(run.results()).isEmpty();
    assertThat(run.messages())
        .contains("RAC_DATABASE_URL", "RAC_HTTP_PORT")
        .doesNotContain("hidden", "\tat ");
  }

  @Test
  void validatesReferenceData() throws IOException {
    // Given
    Path file = Files.writeString(folder.resolve("data.json"), "{\"flows\": [{\"pk\": 7}]}");
    environment.put("RAC_REFERENCE_DATA", file.toString());

    // When
    CliRun run = run("check-config");

    // Then
    assertThat(run.code()).isEqualTo(ExitCode.BAD_REFERENCE_DATA.code());
    assertThat(run.messages()).contains("flows[0].pk");
  }

  private CliRun run(String... arguments) {
    return CliRun.of(environment, arguments);
  }
}
