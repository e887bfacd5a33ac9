package org.racprovider.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.racprovider.auth.Permission;
import org.racprovider.start.ExitCode;

/** The facts of the code that documents repeat agree with the code. */
class DocumentedFactsTest {

  private static final Pattern PERMISSION_ROW =
      Pattern.compile("(?m)^\\| `(authentik_\\w+\\.\\w+)`");
  private static final Pattern TEST_NAME = Pattern.compile("`([A-Z]\\w+(?:Test|IT))`");
  private static final Pattern CLASS_NAME = Pattern.compile("`([A-Z][a-z]\\w+)`");
  private static final Pattern EXIT_CODE_ROW = Pattern.compile("(?m)^\\| (\\d+) \\|");

  @ParameterizedTest
  @EnumSource
  void scopeMappingNamesEveryPermission(Permission permission) {
    assertThat(Document.named("security.md").text())
        .contains("       \"" + permission.codename() + "\",\n");
  }

  @Test
  void tableOfPermissionsNamesAllOfThem() {
    // Given
    String[] codenames =
        Arrays.stream(Permission.values()).map(Permission::codename).toArray(String[]::new);

    // Then
    assertThat(Document.named("security.md").find(PERMISSION_ROW))
        .containsExactlyInAnyOrder(codenames);
  }

  @ParameterizedTest
  @EnumSource
  void tableOfExitCodesNamesEach(ExitCode exitCode) {
    assertThat(Document.named("operations.md").find(EXIT_CODE_ROW))
        .contains(Integer.toString(exitCode.code()));
  }

  @Test
  void documentsNameExistingTests() throws IOException {
    assertThat(classNames()).containsAll(Document.all().flatMap(found(TEST_NAME)).toList());
  }

  @Test
  void architectureNamesExistingClasses() throws IOException {
    assertThat(classNames()).containsAll(Document.named("architecture.md").find(CLASS_NAME));
  }

  @Test
  void eventsDocumentShowsTheExampleThatTheBuildCompiles() throws IOException {
    // Given
    String source = Files.readString(Path.of("src/test/java/example/EventConsumerExample.java"));

    // Then
    assertThat(Document.named("events.md").text()).contains("```java\n" + source + "```\n");
  }

  private static Function<Document, Stream<String>> found(Pattern pattern) {
    return document -> document.find(pattern).stream();
  }

  /** The names of all Java files, without their extension. */
  private static Set<String> classNames() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".java"))
          .map(name -> name.substring(0, name.length() - ".java".length()))
          .collect(Collectors.toSet());
    }
  }
}
