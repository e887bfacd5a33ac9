package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.EnumMap;
import java.util.UUID;
import org.racprovider.provider.validation.ProviderField;
import org.racprovider.provider.validation.PythonUuid;

/**
 * The errors of a request that only the database can find: a taken name, unknown flows, and the
 * first unknown property mapping. A statement that finds errors fails with this exception.
 */
final class ReferenceErrors extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean nameTaken;
  private final EnumMap<ProviderField, UUID> unknown = new EnumMap<>(ProviderField.class);

  private ReferenceErrors(boolean nameTaken) {
    super("Invalid references", null, false, false);
    this.nameTaken = nameTaken;
  }

  static ReferenceErrors ofTakenName() {
    return new ReferenceErrors(true);
  }

  /** Reads the columns that every statement that checks references returns. */
  static ReferenceErrors of(Row row) {
    ReferenceErrors errors = new ReferenceErrors(row.getBoolean("name_taken"));
    errors.put(ProviderField.AUTHENTICATION_FLOW, row.getUUID("unknown_authentication_flow"));
    errors.put(ProviderField.AUTHORIZATION_FLOW, row.getUUID("unknown_authorization_flow"));
    errors.put(ProviderField.PROPERTY_MAPPINGS, row.getUUID("unknown_property_mapping"));
    return errors;
  }

  /** A future that fails with these errors if there are any. */
  Future<Void> requireNone() {
    return nameTaken || !unknown.isEmpty() ? Future.failedFuture(this) : Future.succeededFuture();
  }

  /**
   * {@code [{"field": "<key>", "pk": "<as sent>"}, …]}; the entry of a taken name has no {@code
   * pk}.
   *
   * @param sent the fields of the command, whose notation of each UUID is used
   */
  JsonArray toJson(JsonObject sent) {
    JsonArray references = new JsonArray();
    if (nameTaken) {
      references.add(new JsonObject().put("field", ProviderField.NAME.key()));
    }
    unknown.forEach(
        (field, pk) ->
            references.add(
                new JsonObject()
                    .put("field", field.key())
                    .put("pk", asSent(pk, sent.getValue(field.key())))));
    return references;
  }

  private void put(ProviderField field, UUID pk) {
    if (pk != null) {
      unknown.put(field, pk);
    }
  }

  private static String asSent(UUID pk, Object value) {
    JsonArray candidates = value instanceof JsonArray items ? items : JsonArray.of(value);
    return candidates.stream()
        .filter(candidate -> pk.equals(PythonUuid.parse(candidate)))
        .map(Object::toString)
        .findFirst()
        .orElseGet(pk::toString);
  }
}
