package org.racprovider.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Sources cite the contract by section, for example {@code (contract 2.9)}. */
class ContractReferencesTest {

  private static final Pattern SECTION = Pattern.compile("(?m)^#{2,3} (\\d+(?:\\.\\d+)?)\\.? ");
  private static final Pattern REFERENCE =
      Pattern.compile("\\bcontract ((?:\\d\\d?(?:\\.\\d\\d?)?\\b(?: to | and |, )?)+)");
  private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
  private static final Pattern COMMENT_LINE_BREAK = Pattern.compile("\\s*\\n\\s*(?:\\*|//|--)? *");

  @Test
  void everyReferenceNamesASectionOfTheContract() throws IOException {
    // Given
    Set<String> sections = Set.copyOf(Document.named("contract.md").find(SECTION));
    List<Path> sources = sources();

    // When
    List<String> references = sources.stream().flatMap(ContractReferencesTest::references).toList();

    // Then
    assertThat(sections).contains("0", "9", "2.9");
    assertThat(references).hasSizeGreaterThan(20);
    assertThat(references)
        .allSatisfy(reference -> assertThat(sections).contains(reference.split(" in ")[0]));
  }

  @Test
  void sectionsAreInOrderAndUnique() {
    assertThat(Document.named("contract.md").find(SECTION))
        .doesNotHaveDuplicates()
        .isSortedAccordingTo(ContractReferencesTest::compareSections);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src"))) {
      return files.filter(file -> file.toString().matches(".*\\.(java|sql|yaml|json)")).toList();
    }
  }

  private static Stream<String> references(Path source) {
    String text = COMMENT_LINE_BREAK.matcher(read(source)).replaceAll(" ");
    return REFERENCE
        .matcher(text)
        .results()
        .flatMap(match -> NUMBER.matcher(match.group(1)).results())
        .map(number -> number.group() + " in " + source);
  }

  private static String read(Path source) {
    try {
      return Files.readString(source);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int compareSections(String left, String right) {
    return Double.compare(position(left), position(right));
  }

  /** 2.10 comes after 2.9. */
  private static double position(String section) {
    String[] numbers = section.split("\\.");
    int minor = numbers.length == 1 ? 0 : Integer.parseInt(numbers[1]);
    return Integer.parseInt(numbers[0]) + minor / 1000.0;
  }
}
