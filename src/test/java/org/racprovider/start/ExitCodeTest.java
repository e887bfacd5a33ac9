package org.racprovider.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void findsAStartFailureAmongTheCauses() {
    // Given
    StartFailure cause = new StartFailure(ExitCode.BAD_CONFIGURATION, "a problem");

    // Then
    assertThat(ExitCode.of(cause)).isEqualTo(ExitCode.BAD_CONFIGURATION);
    assertThat(ExitCode.of(new IOException(new RuntimeException(cause))))
        .isEqualTo(ExitCode.BAD_CONFIGURATION);
  }

  @Test
  void anyOtherFailureIsUnexpected() {
    assertThat(ExitCode.of(new IOException(new RuntimeException()))).isEqualTo(ExitCode.UNEXPECTED);
  }
}
