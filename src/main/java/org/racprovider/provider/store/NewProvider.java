package org.racprovider.provider.store;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.ProviderRules;
import org.racprovider.provider.validation.RequestValidation;

/**
 * A provider to be created. It cannot hold an invalid value: name and expiry are trimmed, not blank
 * and, with the settings, free of U+0000; the expiry follows its grammar; no mapping is named twice
 * (contract 2.3 to 2.8). Whether flows and mappings exist only the database knows.
 *
 * @param authenticationFlow null when it has none
 * @param propertyMappings in the order in which they were sent
 */
record NewProvider(
    String name,
    UUID authenticationFlow,
    UUID authorizationFlow,
    List<UUID> propertyMappings,
    JsonObject settings,
    String connectionExpiry,
    boolean deleteTokenOnDisconnect) {

  private static final String DEFAULT_EXPIRY = "hours=8";

  /**
   * @throws IllegalArgumentException when a value is invalid
   */
  NewProvider {
    ProviderRules.require(name != null, "A provider needs a name");
    ProviderRules.require(authorizationFlow != null, "A provider needs an authorization flow");
    propertyMappings = List.copyOf(propertyMappings);
    ProviderRules.requireName(name);
    ProviderRules.requireDistinct(propertyMappings);
    ProviderRules.requireSettings(settings);
    ProviderRules.requireExpiry(connectionExpiry);
  }

  /**
   * Reads the body of a command, filling in authentik's defaults.
   *
   * @param body a normalised body, or one that authentik's coercions make so
   * @throws org.racprovider.bus.Failure INVALID with the body that an HTTP client would get
   */
  static NewProvider fromJson(JsonObject body) {
    try {
      return read(new FieldReader(body));
    } catch (IllegalArgumentException e) {
      return read(new FieldReader(new RequestValidation().requireValid(body, false)));
    }
  }

  private static NewProvider read(FieldReader body) {
    List<UUID> mappings = body.uuids(ProviderField.PROPERTY_MAPPINGS);
    return new NewProvider(
        body.get(ProviderField.NAME, String.class, null),
        body.uuid(ProviderField.AUTHENTICATION_FLOW),
        body.uuid(ProviderField.AUTHORIZATION_FLOW),
        mappings == null ? List.of() : mappings,
        body.get(ProviderField.SETTINGS, JsonObject.class, new JsonObject()),
        body.get(ProviderField.CONNECTION_EXPIRY, String.class, DEFAULT_EXPIRY),
        body.get(ProviderField.DELETE_TOKEN_ON_DISCONNECT, Boolean.class, false));
  }
}
