package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.PythonUuid;

/**
 * Reads the fields of a command without coercion. A value of another type causes an
 * IllegalArgumentException.
 */
record FieldReader(JsonObject json) {

  FieldReader {
    if (json == null) {
      throw new IllegalArgumentException("A command needs a body");
    }
  }

  boolean has(ProviderField field) {
    return json.containsKey(field.key());
  }

  void requireRequiredFields() {
    for (ProviderField field : ProviderField.values()) {
      if (field.isRequired() && !has(field)) {
        throw new IllegalArgumentException("Missing " + field.key());
      }
    }
  }

  /** The value of a field, or a default if the field is absent. */
  <T> T get(ProviderField field, Class<T> type, T absent) {
    return has(field) ? cast(json.getValue(field.key()), type) : absent;
  }

  /** A UUID; null if the field is absent, or if it is nullable and null. */
  UUID uuid(ProviderField field) {
    Object value = json.getValue(field.key());
    if (value == null && has(field)) {
      field.requireValid(null);
    }
    return value == null ? null : uuid(value);
  }

  /** UUIDs without repeated ones; null if the field is absent. */
  List<UUID> uuids(ProviderField field) {
    if (!has(field)) {
      return null;
    }
    Set<UUID> uuids = new LinkedHashSet<>();
    cast(json.getValue(field.key()), JsonArray.class).forEach(item -> uuids.add(uuid(item)));
    return List.copyOf(uuids);
  }

  private static UUID uuid(Object value) {
    UUID uuid = PythonUuid.parse(value);
    if (uuid == null) {
      throw new IllegalArgumentException("Not a UUID");
    }
    return uuid;
  }

  private static <T> T cast(Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("Not a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
