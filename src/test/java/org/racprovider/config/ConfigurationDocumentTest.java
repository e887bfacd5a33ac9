package org.racprovider.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The tables of configuration.md agree with {@link Setting} and with conf/config.json. */
class ConfigurationDocumentTest {

  /** Variable, whether it is secret, key, default. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(RAC_\\w+)`( \\\\\\*)? \\| (?:`([\\w.]+)`)? *\\| ([^|]+) \\|");

  @ParameterizedTest
  @EnumSource
  void describesEverySetting(Setting setting) throws IOException {
    // Given
    List<MatchResult> rows = rows().filter(row -> row.group(1).equals(setting.variable())).toList();

    // Then
    assertThat(rows).hasSize(1);
    assertThat(rows.get(0).group(3)).isEqualTo(setting.key());
    assertThat(rows.get(0).group(2) != null).isEqualTo(setting.is(Setting.Trait.SECRET));
  }

  @ParameterizedTest
  @EnumSource
  void namesTheDefaultOfEverySetting(Setting setting) throws IOException {
    // Given
    Object value = defaultOf(setting.key());
    String described =
        rows().filter(row -> setting.key().equals(row.group(3))).findFirst().orElseThrow().group(4);

    // Then
    if (value == null) {
      assertThat(described).matches("none.*|value of .*");
    } else {
      assertThat(described).isEqualTo("`" + value + "`");
    }
  }

  @Test
  void describesNoOtherSettings() throws IOException {
    // Given
    String[] variables = Stream.of(Setting.values()).map(Setting::variable).toArray(String[]::new);

    // Then
    assertThat(rows().filter(row -> row.group(3) != null).map(row -> row.group(1)))
        .containsExactlyInAnyOrder(variables);
  }

  private static Stream<MatchResult> rows() throws IOException {
    String document = Files.readString(Path.of("src/site/markdown/configuration.md"));
    return ROW.matcher(document).results();
  }

  private static Object defaultOf(String key) throws IOException {
    Object value = new JsonObject(Files.readString(Path.of("conf/config.json")));
    for (String part : key.split("\\.")) {
      value = ((JsonObject) value).getValue(part);
    }
    return value;
  }
}
