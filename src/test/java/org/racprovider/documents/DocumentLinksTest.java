package org.racprovider.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DocumentLinksTest {

  static Stream<Document> documents() throws IOException {
    return Document.all();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void linksToExistingFilesAndHeadings(Document document) {
    // When
    List<String> broken =
        document.links().stream()
            .filter(link -> !link.matches("https?://.*"))
            .filter(link -> !resolves(document, link))
            .toList();

    // Then
    assertThat(broken).isEmpty();
  }

  @Test
  void readmeLinksToEveryDocument() throws IOException {
    // Given
    List<String> documents =
        Document.all().map(Document::toString).filter(path -> !path.equals("README.md")).toList();

    // Then
    assertThat(documents).hasSizeGreaterThan(10);
    assertThat(Document.at(Document.README).links()).containsAll(documents);
  }

  @Test
  void readmeIsShort() {
    assertThat(Document.at(Document.README).text().lines()).hasSizeLessThanOrEqualTo(200);
  }

  private static boolean resolves(Document document, String link) {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document.path() : relative(document.path(), parts[0]);
    if (!Files.exists(target)) {
      return false;
    }
    return parts.length == 1 || Document.at(target).anchors().contains(parts[1]);
  }

  private static Path relative(Path document, String target) {
    return document.resolveSibling(target).normalize();
  }
}
