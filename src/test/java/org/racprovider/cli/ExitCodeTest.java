package org.racprovider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.BindException;
import org.junit.jupiter.api.Test;

class ExitCodeTest {

  @Test
  void knowsACauseHoweverDeepItIsWrapped() {
    assertThat(ExitCode.of(new BindException())).isEqualTo(ExitCode.PORT_TAKEN);
    assertThat(ExitCode.of(new IOException(new RuntimeException(new BindException()))))
        .isEqualTo(ExitCode.PORT_TAKEN);
  }

  @Test
  void anythingElseIsUnexpected() {
    assertThat(ExitCode.of(new IOException(new RuntimeException()))).isEqualTo(ExitCode.UNEXPECTED);
  }
}
