package org.racprovider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.racprovider.config.ConfigException;

class ExitCodeTest {

  @Test
  void knowsACauseHoweverDeepItIsWrapped() {
    // Given
    ConfigException cause = new ConfigException(List.of("wrong"));

    // Then
    assertThat(ExitCode.of(cause)).isEqualTo(ExitCode.BAD_CONFIGURATION);
    assertThat(ExitCode.of(new IOException(new RuntimeException(cause))))
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  @Test
  void anythingElseIsUnexpected() {
    assertThat(ExitCode.of(new IOException(new RuntimeException()))).isEqualTo(ExitCode.UNEXPECTED);
  }
}
