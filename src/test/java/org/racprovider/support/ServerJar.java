package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The packaged server. */
public final class ServerJar {

  private static final Path JAR = Path.of("target/rac-provider-server.jar");
  private static final Path CLASSES = Path.of("target/classes");

  private ServerJar() {}

  /** The command that starts it. */
  public static List<String> command() throws IOException {
    return BackgroundProcess.java("-jar", path().toString());
  }

  /** Its path; the test fails if it is missing or older than the compiled classes. */
  public static Path path() throws IOException {
    assertThat(JAR).as("run mvn -DskipTests package").exists();
    assertThat(Files.getLastModifiedTime(JAR))
        .as("run mvn -DskipTests package: the jar is older than the classes")
        .isGreaterThanOrEqualTo(newestClass());
    return JAR.toAbsolutePath();
  }

  private static FileTime newestClass() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      return files
          .filter(file -> file.toString().endsWith(".class"))
          .map(ServerJar::modified)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
