package org.racprovider.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.racprovider.auth.Permission;

class ReadmePermissionsTest {

  @ParameterizedTest
  @EnumSource
  void scopeMappingNamesEveryPermission(Permission permission) throws IOException {
    assertThat(Files.readString(Path.of("README.md")))
        .contains("       \"" + permission.codename() + "\",\n");
  }
}
