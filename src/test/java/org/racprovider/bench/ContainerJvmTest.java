package org.racprovider.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ContainerJvmTest {

  @Test
  void readsTheOptionsOfTheImage() throws IOException {
    assertThat(ContainerJvm.options(Files.readString(Path.of("Dockerfile"))))
        .contains("-Xmx96m", "-XX:+ExitOnOutOfMemoryError")
        .allSatisfy(option -> assertThat(option).startsWith("-").doesNotContain("-jar"));
  }

  @Test
  void leavesOutWhatNamesAFileOfTheImage() {
    // Given
    String dockerfile =
        """
        FROM x
        ENTRYPOINT ["java", \\
          "-XX:AOTCache=/app/server.aot", "-Xmx1m", \\
          "-jar", "/app/server.jar"]
        """;

    // Then
    assertThat(ContainerJvm.options(dockerfile)).containsExactly("-Xmx1m");
  }
}
