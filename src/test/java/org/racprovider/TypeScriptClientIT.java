package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.Postgres;
import org.racprovider.support.TestServer;

/** authentik's own TypeScript client manages providers; npm brings it when the test runs. */
class TypeScriptClientIT {

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.empty();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER = new TestServer(POSTGRES, Map.of());

  private static final Path SOURCES = Path.of("src/test/js");
  private static final Path FOLDER = Path.of("target/typescript-client");

  @Test
  void managesAProvider() throws IOException, InterruptedException {
    // Given
    assumeTrue(
        isInstalled("node") && isInstalled("npm"),
        "node or npm is missing: authentik's TypeScript client is not tried");
    copySources();
    run("npm", "install", "--no-audit", "--no-fund", "--no-progress");

    // When, and then: the script checks every answer.
    run("node", "provider-client.js", "http://127.0.0.1:%d/api/v3".formatted(SERVER.port()));
  }

  private static void copySources() throws IOException {
    Files.createDirectories(FOLDER);
    for (String name : new String[] {"package.json", "provider-client.js"}) {
      Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static boolean isInstalled(String command) throws InterruptedException {
    try {
      return new ProcessBuilder(command, "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Runs a command, which must succeed. */
  private static void run(String... command) throws IOException, InterruptedException {
    Path output = FOLDER.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    builder.environment().put("TOKEN", SERVER.bearer("akadmin").substring("Bearer ".length()));
    Process process = builder.start();
    if (!process.waitFor(100, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as(() -> contents(output)).isZero();
  }

  private static String contents(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
