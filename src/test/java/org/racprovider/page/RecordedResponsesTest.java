package org.racprovider.page;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.racprovider.support.RecordedCase;

/** The OpenAPI document declares the status and the body of each recorded response of authentik. */
class RecordedResponsesTest {

  private static final Set<String> WITH_BODY = Set.of("exact", "prefix");

  private static final Pattern SAVED_PK = Pattern.compile("\"\\$\\{[a-z0-9_]+}\"");

  private static final ApiDescription DESCRIPTION = ApiDescription.load();

  static Stream<RecordedCase> cases() {
    return Stream.of("create.jsonl", "resource.jsonl").flatMap(RecordedCase::of);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void matchTheOpenApiDocument(RecordedCase recorded) {
    recorded.steps().stream()
        .filter(step -> WITH_BODY.contains(step.expected().getString("match")))
        .forEach(RecordedResponsesTest::validate);
  }

  private static void validate(RecordedCase.Step step) {
    String path = step.path(Map.of()).replaceFirst("/api/v3", "").replaceFirst("\\?.*", "");
    JsonObject expected =
        new JsonObject(SAVED_PK.matcher(step.expected().encode()).replaceAll("1"));
    OutputUnit result =
        DESCRIPTION.validate(
            path, step.method(), expected.getInteger("status"), expected.getValue("body"));
    assertThat(result.getValid()).as(() -> result.toJson().encode()).isTrue();
  }
}
