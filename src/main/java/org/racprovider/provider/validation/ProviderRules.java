package org.racprovider.provider.validation;

import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.racprovider.json.LongKeys;
import org.racprovider.json.NullCharacters;

/** What holds for the fields of a provider that a command creates or changes. */
public final class ProviderRules {

  private ProviderRules() {}

  public static void requireName(String name) {
    require(
        !name.isEmpty() && name.equals(PythonText.strip(name)) && !NullCharacters.in(name),
        "A name is neither blank nor padded and has no U+0000");
  }

  public static void requireDistinct(List<UUID> propertyMappings) {
    require(
        new HashSet<>(propertyMappings).size() == propertyMappings.size(),
        "A property mapping is given twice");
  }

  public static void requireSettings(JsonObject settings) {
    require(
        !NullCharacters.in(settings) && !LongKeys.in(settings),
        "Settings have no U+0000 and no key that is too long");
  }

  public static void requireExpiry(String connectionExpiry) {
    require(
        connectionExpiry.equals(PythonText.strip(connectionExpiry))
            && ConnectionExpiry.isValid(connectionExpiry)
            && !NullCharacters.in(connectionExpiry),
        "A connection expiry reads like hours=3;minutes=1");
  }

  public static void require(boolean condition, String rule) {
    if (!condition) {
      throw new IllegalArgumentException(rule);
    }
  }
}
