package org.racprovider.event.consumer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ReadmeExampleTest {

  @Test
  void readmeShowsTheConsumerThatTheBuildCompiles() throws IOException {
    // Given
    String source = Files.readString(Path.of("src/test/java/example/EventConsumerExample.java"));

    // Then
    assertThat(Files.readString(Path.of("README.md"))).contains("```java\n" + source + "```\n");
  }
}
