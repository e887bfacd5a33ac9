package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;

/** What holds for the fields of a provider that a command creates or changes. */
final class ProviderRules {

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

  static void requireSettings(JsonObject settings) {
    require(
        !NullCharacters.in(settings) && !LongKeys.in(settings),
        "Settings have no U+0000 and no key that is too long");
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
