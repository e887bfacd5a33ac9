package org.racprovider.provider.store;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.ProviderRules;
import org.racprovider.provider.validation.RequestValidation;

/**
 * A change to a provider, of a PATCH or a PUT: a null leaves the field as it is, in both, because
 * authentik gives absent fields their defaults only on creation. What is there is as valid as in
 * {@link NewProvider}.
 *
 * @param changesAuthenticationFlow whether {@code authenticationFlow}, null included, is to be set
 * @param propertyMappings the new list as a whole, in the order in which it was sent
 * @param settings the new settings as a whole
 */
record ProviderChange(
    String name,
    boolean changesAuthenticationFlow,
    UUID authenticationFlow,
    UUID authorizationFlow,
    List<UUID> propertyMappings,
    JsonObject settings,
    String connectionExpiry,
    Boolean deleteTokenOnDisconnect) {

  /**
   * @throws IllegalArgumentException when a value is invalid
   */
  ProviderChange {
    ProviderRules.require(
        changesAuthenticationFlow || authenticationFlow == null,
        "An authentication flow is given that is not to be set");
    if (name != null) {
      ProviderRules.requireName(name);
    }
    if (propertyMappings != null) {
      propertyMappings = List.copyOf(propertyMappings);
      ProviderRules.requireDistinct(propertyMappings);
    }
    if (settings != null) {
      ProviderRules.requireSettings(settings);
    }
    if (connectionExpiry != null) {
      ProviderRules.requireExpiry(connectionExpiry);
    }
  }

  /**
   * Reads the body of a command.
   *
   * @param body a normalised body, or one that authentik's coercions make so
   * @param partial true for a PATCH; false for a PUT, which needs a name and an authorization flow
   * @throws org.racprovider.bus.Failure INVALID with the body that an HTTP client would get
   */
  static ProviderChange fromJson(JsonObject body, boolean partial) {
    try {
      return read(new FieldReader(body), partial);
    } catch (IllegalArgumentException e) {
      return read(new FieldReader(new RequestValidation().requireValid(body, partial)), partial);
    }
  }

  private static ProviderChange read(FieldReader body, boolean partial) {
    ProviderRules.require(
        partial || body.has(ProviderField.NAME) && body.has(ProviderField.AUTHORIZATION_FLOW),
        "A provider needs a name and an authorization flow");
    boolean isNull =
        body.has(ProviderField.AUTHORIZATION_FLOW)
            && body.uuid(ProviderField.AUTHORIZATION_FLOW) == null;
    ProviderRules.require(!isNull, "An authorization flow cannot be taken away");
    return new ProviderChange(
        body.get(ProviderField.NAME, String.class, null),
        body.has(ProviderField.AUTHENTICATION_FLOW),
        body.uuid(ProviderField.AUTHENTICATION_FLOW),
        body.uuid(ProviderField.AUTHORIZATION_FLOW),
        body.uuids(ProviderField.PROPERTY_MAPPINGS),
        body.get(ProviderField.SETTINGS, JsonObject.class, null),
        body.get(ProviderField.CONNECTION_EXPIRY, String.class, null),
        body.get(ProviderField.DELETE_TOKEN_ON_DISCONNECT, Boolean.class, null));
  }
}
