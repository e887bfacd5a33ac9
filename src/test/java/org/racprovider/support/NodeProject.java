package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Scripts of {@code src/test/js} and the packages they need, which npm brings when a test runs. */
public final class NodeProject {

  private static final List<String> INSTALL =
      List.of(
          "npm",
          "install",
          "--prefer-offline",
          "--ignore-scripts",
          "--no-audit",
          "--no-fund",
          "--no-progress");

  /** The packages come over a network. */
  private static final int TRIES = 3;

  private static final long PATIENCE_SECONDS = 240;

  private final Path folder;

  private NodeProject(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies a folder of scripts below {@code target} and installs their packages; the test is
   * skipped where Node.js or npm is missing.
   */
  public static NodeProject install(String name) throws IOException, InterruptedException {
    assumeTrue(isInstalled("node") && isInstalled("npm"), "node or npm is missing");
    NodeProject project = new NodeProject(Path.of("target/node").resolve(name).toAbsolutePath());
    project.copy(Path.of("src/test/js").resolve(name));
    boolean installed = false;
    for (int i = 0; i < TRIES && !installed; i++) {
      installed = succeeds(project.start(Map.of(), INSTALL));
    }
    assertThat(installed).as(Files.readString(project.output())).isTrue();
    return project;
  }

  /** Whether a command is there. */
  public static boolean isInstalled(String command) throws InterruptedException {
    try {
      return new ProcessBuilder(command, "--version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  /** Where the scripts and {@code node_modules} are. */
  public Path folder() {
    return folder;
  }

  /** Runs a script, which must succeed. */
  public void run(Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    finish(start(environment, script, arguments));
  }

  /** Starts a script. */
  public Process start(Map<String, String> environment, String script, String... arguments)
      throws IOException {
    Stream<String> command = Stream.concat(Stream.of("node", script), Stream.of(arguments));
    return start(environment, command.toList());
  }

  private Process start(Map<String, String> environment, List<String> command) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private void finish(Process process) throws IOException, InterruptedException {
    assertThat(succeeds(process)).as(Files.readString(output())).isTrue();
  }

  private static boolean succeeds(Process process) throws InterruptedException {
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return process.waitFor() == 0;
  }

  private Path output() {
    return folder.resolve("output.txt");
  }

  private void copy(Path sources) throws IOException {
    Files.createDirectories(folder);
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
