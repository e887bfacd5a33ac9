package org.racprovider.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;
import org.racprovider.reference.Section;

class ImportProgressTest {

  private final ByteArrayOutputStream messages = new ByteArrayOutputStream();

  @Test
  void drawsABarOnOneLineOfATerminal() {
    // Given
    ImportProgress progress = progress(true);

    // When
    progress.read(Section.FLOWS, 10, 30);
    progress.read(Section.FLOWS, 30, 30);

    // Then
    assertThat(messages.toString(UTF_8))
        .isEqualTo(
            "\r\u001b[Kflows             [##########--------------------] 10 of 30"
                + "\r\u001b[Kflows             [##############################] 30 of 30\n");
  }

  @Test
  void printsNoProgressOfAShortImportElsewhere() {
    // When
    progress(false).read(Section.FLOWS, 10, 30);

    // Then
    assertThat(messages.toString(UTF_8)).isEmpty();
  }

  @Test
  void printsWhyItWaits() {
    // When
    progress(false).waiting("503; again in 1 s");

    // Then
    assertThat(messages.toString(UTF_8)).isEqualToIgnoringNewLines("503; again in 1 s");
  }

  @Test
  void showsAnEmptyListAsComplete() {
    // When
    progress(true).read(Section.OUTPOSTS, 0, 0);

    // Then
    assertThat(messages.toString(UTF_8)).endsWith("] 0 of 0\n");
  }

  private ImportProgress progress(boolean terminal) {
    return new ImportProgress(new PrintStream(messages, true, UTF_8), terminal);
  }
}
