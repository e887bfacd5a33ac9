package org.racprovider.provider;

import com.fasterxml.jackson.core.StreamReadConstraints;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.racprovider.bus.Failure;

/** What holds for the fields of a provider that a command creates or changes. */
final class ProviderRules {

  /** What Vert.x reads, in answers of the database and in messages from other nodes. */
  private static final int LONGEST_KEY = StreamReadConstraints.DEFAULT_MAX_NAME_LEN;

  private static final String KEY_TOO_LONG =
      "Ensure keys have no more than %d characters.".formatted(LONGEST_KEY);

  private ProviderRules() {}

  static void requireName(String name) {
    require(
        !name.isEmpty() && name.equals(PythonText.strip(name)) && !NullCharacters.in(name),
        "A name is neither blank nor padded and has no U+0000");
  }

  static void requireDistinct(List<UUID> propertyMappings) {
    require(
        new HashSet<>(propertyMappings).size() == propertyMappings.size(),
        "A property mapping is given twice");
  }

  /**
   * @throws Failure 400 for a key that could be stored, but not read again
   */
  static void requireSettings(JsonObject settings) {
    require(!NullCharacters.in(settings), "Settings have no U+0000");
    if (JsonTexts.any(settings, text -> false, key -> key.length() > LONGEST_KEY)) {
      JsonObject errors = new JsonObject().put("settings", JsonArray.of(KEY_TOO_LONG));
      throw Failure.withBody(Failure.Kind.INVALID, errors.encode());
    }
  }

  static void requireExpiry(String connectionExpiry) {
    require(
        connectionExpiry.equals(PythonText.strip(connectionExpiry))
            && ConnectionExpiry.isValid(connectionExpiry)
            && !NullCharacters.in(connectionExpiry),
        "A connection expiry reads like hours=3;minutes=1");
  }

  static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }
}
