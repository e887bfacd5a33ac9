package org.racprovider.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
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

/** The bridge, with the public client that others use. */
class BridgeClientIT {

  @Order(1)
  @RegisterExtension
  static final Postgres POSTGRES = Postgres.empty();

  @Order(2)
  @RegisterExtension
  static final TestServer SERVER = new TestServer(POSTGRES, Map.of());

  private static final Path SOURCES = Path.of("src/test/js/bridge");
  private static final Path FOLDER = Path.of("target/bridge-client");

  @Test
  void hearsAndReadsEvents() throws IOException, InterruptedException {
    // Given
    assumeTrue(
        isInstalled("node") && isInstalled("npm"),
        "node or npm is missing: the public bridge client is not tried");
    Files.createDirectories(FOLDER);
    for (String name : new String[] {"package.json", "bridge-client.js"}) {
      Files.copy(SOURCES.resolve(name), FOLDER.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
    run("npm", "install", "--no-audit", "--no-fund", "--no-progress");

    // When, and then: the script checks every answer.
    run("node", "bridge-client.js", "http://127.0.0.1:" + SERVER.port());
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
    assertThat(process.waitFor()).as(Files.readString(output)).isZero();
  }
}
