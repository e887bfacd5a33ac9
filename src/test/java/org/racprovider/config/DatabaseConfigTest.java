package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.SslMode;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseConfigTest {

  @Test
  void bothDriversUseTheSameAddress() {
    // Given
    DatabaseConfig database =
        database("postgres://us%40er:p%2Bs%25%2F@[::1]:5433/d%20b?sslmode=require");

    // When
    PgConnectOptions options = database.directOptions();
    DatabaseAddress jdbc = database.direct();

    // Then
    assertThat(options.getUser()).isEqualTo(jdbc.user()).isEqualTo("us@er");
    assertThat(options.getPassword()).isEqualTo(jdbc.password()).isEqualTo("p+s%/");
    assertThat(options.getDatabase()).isEqualTo("d b");
    assertThat(options.getSslMode()).isEqualTo(SslMode.REQUIRE);
    assertThat(options.getProperties())
        .containsEntry("statement_timeout", "3000")
        .containsEntry("DateStyle", "ISO");
    assertThat(jdbc.jdbcUrl())
        .startsWith("jdbc:postgresql://[::1]:5433/d%20b?sslmode=require&")
        .doesNotContain("us@er", "p+s");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rac",
        "mysql://u:hunter2@h/d",
        "postgresql://h/d",
        "postgresql://u:hunter2@h",
        "postgresql://u:hunter2@h/",
        "postgresql://u:hunter2@h1,h2/d",
        "postgresql://u:hunter2@%2Ftmp/d",
        "postgresql://u:hunter2@h:99999/d",
        "postgresql://u:hunter2@ss@h/d",
        "postgresql://u:hunter2%zz@h/d",
        "postgresql://u:hunter2@h/d?sslmode=bogus",
        "postgresql://u:hunter2@h/d?sslmode",
        "postgresql://u:hunter2@h/d?user=hunter2",
        "postgresql://u:hunter2@h/d?sslmode=verify_full",
        "postgresql://u:hunter2@h/d?sslmode=verify-full&sslrootcert=/ca.pem",
        "postgresql://u:hunter2@h/d?connect_timeout=3"
      })
  void rejectsAUrlThatADriverWouldMisread(String url) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DatabaseAddress.checkUrl(url))
        .withMessageNotContaining("hunter2");
  }

  private static DatabaseConfig database(String url) {
    return new DatabaseConfig(
        DatabaseAddress.checkUrl(url), 4, Duration.ofSeconds(30), Duration.ofSeconds(3));
  }
}
