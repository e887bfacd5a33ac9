package org.racprovider.provider.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.json.StorableJson;
import org.racprovider.json.StrictJson;
import org.racprovider.provider.WriteMode;

/**
 * Validating the largest body neither overflows the stack of the image's threads nor takes
 * quadratic time, which would be many minutes.
 */
class LargestBodyTest {

  private static final int BODY = 1 << 20;
  private static final int STACK = 512 << 10;
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(strings = {"hours=1;", "hours=1e308;", "=", ";", "1", "hours=", " ", "a=1;"})
  void readsAnExpiryOfAnyLength(String repeated) {
    onSmallStack(() -> ConnectionExpiry.isValid(filled(repeated)));
    onSmallStack(() -> ConnectionExpiry.isValid("hours=" + filled(repeated) + "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "9", ".9", "1e", "1.", " ", "+", "inf"})
  void readsAnAmountOfAnyLength(String repeated) {
    onSmallStack(() -> ConnectionExpiry.isValid("hours=" + filled(repeated)));
    onSmallStack(() -> ConnectionExpiry.isValid("hours=1e" + filled(repeated) + "x"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "}", "urn:", "uuid:", "-", "a", "urnurn::"})
  void readsAUuidOfAnyLength(String repeated) {
    onSmallStack(() -> assertThat(PythonUuid.parse(filled(repeated))).isNull());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {"{\"a\": | }", "[ | ]", "[{\"a\": | }]"})
  void validatesTheDeepestBody(String open, String close) {
    int levels = 497 / open.replaceAll("[^\\[{]", "").length();
    String settings = "{\"b\":" + open.repeat(levels) + "1" + close.repeat(levels) + "}";
    String body = "{\"name\":\"n\",\"settings\":%s}".formatted(settings);
    onSmallStack(
        () -> {
          JsonObject decoded = (JsonObject) StrictJson.decode(Buffer.buffer(body));
          new RequestValidation().validate(decoded, WriteMode.PATCH);
          assertThat(StorableJson.isStorable(decoded)).isTrue();
          assertThat(new JsonObject(decoded.copy().encode())).isEqualTo(decoded);
        });
  }

  private static String filled(String repeated) {
    return repeated.repeat(BODY / repeated.length());
  }

  private static void onSmallStack(Runnable task) {
    FutureTask<Void> done = new FutureTask<>(task, null);
    new Thread(null, done, "small stack", STACK).start();
    assertThatCode(() -> done.get(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
        .doesNotThrowAnyException();
  }
}
