package org.racprovider.provider.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.PythonUuid;

/**
 * The normalised body of a command, read field by field. Whatever is not in its one form is an
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

  /** The value of a field; the given one when the field is not there. */
  <T> T get(ProviderField field, Class<T> type, T absent) {
    return has(field) ? cast(json.getValue(field.key()), type) : absent;
  }

  /** A UUID; null when the field is not there or null. */
  UUID uuid(ProviderField field) {
    Object value = json.getValue(field.key());
    return value == null ? null : uuid(value);
  }

  /** UUIDs; null when the field is not there. */
  List<UUID> uuids(ProviderField field) {
    if (!has(field)) {
      return null;
    }
    List<UUID> uuids = new ArrayList<>();
    cast(json.getValue(field.key()), JsonArray.class).forEach(item -> uuids.add(uuid(item)));
    return uuids;
  }

  private static UUID uuid(Object value) {
    String text = cast(value, String.class);
    if (!PythonUuid.isCanonical(text)) {
      throw new IllegalArgumentException("Not a UUID in canonical form");
    }
    return UUID.fromString(text);
  }

  private static <T> T cast(Object value, Class<T> type) {
    if (!type.isInstance(value)) {
      throw new IllegalArgumentException("Not a " + type.getSimpleName());
    }
    return type.cast(value);
  }
}
