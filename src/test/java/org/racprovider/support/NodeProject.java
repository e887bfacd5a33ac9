package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * Scripts of {@code src/test/js} and their npm packages, which the first test that needs them
 * installs.
 */
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

  private static final Duration TIMEOUT = Duration.ofSeconds(240);
  private static final Map<String, NodeProject> INSTALLED = new ConcurrentHashMap<>();

  private final Path folder;

  private NodeProject(Path folder) {
    this.folder = folder;
  }

  /**
   * Copies a folder of scripts below {@code target} and installs their packages; the test is
   * skipped if Node.js or npm is missing.
   */
  public static NodeProject install(String name) {
    Tools.require("node");
    Tools.require("npm");
    return INSTALLED.computeIfAbsent(name, NodeProject::installOnce);
  }

  private static NodeProject installOnce(String name) {
    Path folder = Path.of("target/node").resolve(name).toAbsolutePath();
    NodeProject project = new NodeProject(folder);
    try {
      Files.createDirectories(folder);
      try (FileChannel lock =
          FileChannel.open(
              folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        // Another test process may install the same packages.
        lock.lock();
        project.copy(Path.of("src/test/js").resolve(name));
        project.installPackages();
      }
      return project;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void installPackages() throws IOException, InterruptedException {
    BackgroundProcess npm = start("install", Map.of(), INSTALL);
    for (int tries = 1; !succeeds(npm); tries++) {
      assertThat(tries).as(npm.output()).isLessThan(TRIES);
      npm = start("install", Map.of(), INSTALL);
    }
  }

  private static boolean succeeds(BackgroundProcess process) throws InterruptedException {
    try {
      return process.awaitExit(TIMEOUT) == 0;
    } catch (IOException timedOut) {
      return false;
    }
  }

  /** The folder of the scripts and of {@code node_modules}. */
  public Path folder() {
    return folder;
  }

  /** Runs a script, which must succeed. */
  public void run(Map<String, String> environment, String script, String... arguments)
      throws IOException, InterruptedException {
    BackgroundProcess node = start(environment, script, arguments);
    assertThat(node.awaitExit(TIMEOUT)).as(node.output()).isZero();
  }

  /** Starts a script. */
  public BackgroundProcess start(
      Map<String, String> environment, String script, String... arguments) throws IOException {
    Stream<String> command = Stream.concat(Stream.of("node", script), Stream.of(arguments));
    return start("script", environment, command.toList());
  }

  private BackgroundProcess start(
      String name, Map<String, String> environment, List<String> command) throws IOException {
    Path output = Files.createTempFile(folder, name, ".log");
    return BackgroundProcess.start(folder, output, environment, command);
  }

  private void copy(Path sources) throws IOException {
    try (Stream<Path> files = Files.list(sources)) {
      for (Path file : files.toList()) {
        Path copy = folder.resolve(file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }
}
