package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.RequestValidation;

/**
 * A change to a provider. A null does not change the field, even in a PUT: like authentik, only a
 * create sets defaults. It can hold only values that {@link ProviderField} accepts.
 *
 * @param changesAuthenticationFlow whether to store {@code authenticationFlow}, even if it is null
 * @param propertyMappings the complete new list, in the order in which it was sent
 * @param settings the complete new settings
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
    if (!changesAuthenticationFlow && authenticationFlow != null) {
      throw new IllegalArgumentException("The authentication flow would not be stored");
    }
    if (name != null) {
      ProviderField.NAME.requireValid(name);
    }
    if (propertyMappings != null) {
      ProviderField.PROPERTY_MAPPINGS.requireValid(new JsonArray(propertyMappings));
      propertyMappings = List.copyOf(propertyMappings);
    }
    if (settings != null) {
      ProviderField.SETTINGS.requireValid(settings);
    }
    if (connectionExpiry != null) {
      ProviderField.CONNECTION_EXPIRY.requireValid(connectionExpiry);
    }
  }

  /**
   * Reads the fields of a command. Only commands from other senders than HTTP need the coercion.
   *
   * @throws org.racprovider.bus.Failure INVALID with the errors by field
   */
  static ProviderChange fromJson(JsonObject fields, WriteMode mode) {
    try {
      return read(new FieldReader(fields), mode);
    } catch (IllegalArgumentException notCoerced) {
      return read(new FieldReader(new RequestValidation().requireValid(fields, mode)), mode);
    }
  }

  private static ProviderChange read(FieldReader fields, WriteMode mode) {
    if (mode.needsRequiredFields()) {
      fields.requireRequiredFields();
    }
    return new ProviderChange(
        fields.get(ProviderField.NAME, String.class, null),
        fields.has(ProviderField.AUTHENTICATION_FLOW),
        fields.uuid(ProviderField.AUTHENTICATION_FLOW),
        fields.uuid(ProviderField.AUTHORIZATION_FLOW),
        fields.uuids(ProviderField.PROPERTY_MAPPINGS),
        fields.get(ProviderField.SETTINGS, JsonObject.class, null),
        fields.get(ProviderField.CONNECTION_EXPIRY, String.class, null),
        fields.get(ProviderField.DELETE_TOKEN_ON_DISCONNECT, Boolean.class, null));
  }
}
