package org.racprovider.provider.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.racprovider.provider.validation.ErrorTexts;
import org.racprovider.provider.validation.FieldErrors;
import org.racprovider.provider.validation.ProviderField;

/**
 * What only the database knows against a request: a name that is taken, and the flows and the first
 * property mapping that do not exist (null where all is well).
 */
record ReferenceErrors(
    boolean nameTaken,
    UUID unknownAuthenticationFlow,
    UUID unknownAuthorizationFlow,
    UUID unknownPropertyMapping) {

  static final ReferenceErrors NAME_TAKEN = new ReferenceErrors(true, null, null, null);

  /** Reads the columns that every statement that checks references gives under these names. */
  static ReferenceErrors of(Row row) {
    return new ReferenceErrors(
        row.getBoolean("name_taken"),
        row.getUUID("unknown_authentication_flow"),
        row.getUUID("unknown_authorization_flow"),
        row.getUUID("unknown_property_mapping"));
  }

  FieldErrors errors() {
    FieldErrors errors = new FieldErrors();
    if (nameTaken) {
      errors.add(ProviderField.NAME, ErrorTexts.NAME_TAKEN);
    }
    addUnknown(errors, ProviderField.AUTHENTICATION_FLOW, unknownAuthenticationFlow);
    addUnknown(errors, ProviderField.AUTHORIZATION_FLOW, unknownAuthorizationFlow);
    addUnknown(errors, ProviderField.PROPERTY_MAPPINGS, unknownPropertyMapping);
    return errors;
  }

  /** A failed future with the errors, if there are any. */
  Future<Void> requireNone() {
    FieldErrors errors = errors();
    return errors.isEmpty() ? Future.succeededFuture() : Future.failedFuture(errors.toFailure());
  }

  private static void addUnknown(FieldErrors errors, ProviderField field, UUID unknown) {
    if (unknown != null) {
      errors.add(field, ErrorTexts.unknown(unknown.toString()));
    }
  }
}
