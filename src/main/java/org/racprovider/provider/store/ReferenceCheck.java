package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.racprovider.bus.Failure;
import org.racprovider.json.NullCharacters;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.ProviderRules;

/**
 * The fields of a body that only the database can check; null where there is nothing to check.
 *
 * @param pk the provider that is to be changed, whose own name is free; null for a new one
 */
record ReferenceCheck(
    Integer pk,
    String name,
    UUID authenticationFlow,
    UUID authorizationFlow,
    List<UUID> propertyMappings) {

  /**
   * @throws IllegalArgumentException for a name with U+0000, which PostgreSQL refuses
   */
  ReferenceCheck {
    ProviderRules.require(name == null || !NullCharacters.in(name), "A name has no U+0000");
  }

  static ReferenceCheck of(int pk, ProviderChange change) {
    return new ReferenceCheck(
        pk,
        change.name(),
        change.authenticationFlow(),
        change.authorizationFlow(),
        change.propertyMappings() == null ? List.of() : change.propertyMappings());
  }

  static ReferenceCheck fromJson(JsonObject body) {
    try {
      return new ReferenceCheck(
          body.getInteger("pk"),
          body.getString(ProviderField.NAME.key()),
          uuid(body.getString(ProviderField.AUTHENTICATION_FLOW.key())),
          uuid(body.getString(ProviderField.AUTHORIZATION_FLOW.key())),
          uuids(body.getJsonArray(ProviderField.PROPERTY_MAPPINGS.key(), JsonArray.of())));
    } catch (ClassCastException | IllegalArgumentException wrong) {
      throw Failure.of(Failure.Kind.INVALID, "A pk, a name and UUIDs in text form are expected.");
    }
  }

  private static UUID uuid(String text) {
    return text == null ? null : UUID.fromString(text);
  }

  private static List<UUID> uuids(JsonArray texts) {
    return texts.stream().map(text -> uuid((String) text)).toList();
  }
}
