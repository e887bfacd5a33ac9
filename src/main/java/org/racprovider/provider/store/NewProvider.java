package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.UUID;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.RequestValidation;

/**
 * A provider to be created. It can hold only values that {@link ProviderField} accepts; the
 * statement that stores it checks its references.
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
    ProviderField.NAME.requireValid(name);
    ProviderField.AUTHENTICATION_FLOW.requireValid(authenticationFlow);
    ProviderField.AUTHORIZATION_FLOW.requireValid(authorizationFlow);
    ProviderField.PROPERTY_MAPPINGS.requireValid(new JsonArray(propertyMappings));
    ProviderField.SETTINGS.requireValid(settings);
    ProviderField.CONNECTION_EXPIRY.requireValid(connectionExpiry);
    propertyMappings = List.copyOf(propertyMappings);
  }

  /**
   * Reads the fields of a command and adds authentik's defaults. Only commands from other senders
   * than HTTP need the coercion.
   *
   * @throws org.racprovider.bus.Failure INVALID with the errors by field
   */
  static NewProvider fromJson(JsonObject fields) {
    try {
      return read(new FieldReader(fields));
    } catch (IllegalArgumentException notCoerced) {
      return read(new FieldReader(new RequestValidation().requireValid(fields, WriteMode.CREATE)));
    }
  }

  private static NewProvider read(FieldReader fields) {
    List<UUID> mappings = fields.uuids(ProviderField.PROPERTY_MAPPINGS);
    return new NewProvider(
        fields.get(ProviderField.NAME, String.class, null),
        fields.uuid(ProviderField.AUTHENTICATION_FLOW),
        fields.uuid(ProviderField.AUTHORIZATION_FLOW),
        mappings == null ? List.of() : mappings,
        fields.get(ProviderField.SETTINGS, JsonObject.class, new JsonObject()),
        fields.get(ProviderField.CONNECTION_EXPIRY, String.class, DEFAULT_EXPIRY),
        fields.get(ProviderField.DELETE_TOKEN_ON_DISCONNECT, Boolean.class, false));
  }
}
