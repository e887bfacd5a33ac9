package org.racprovider.provider.store;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;

/** The applications that a provider is assigned to; null where it is not. */
record ApplicationAssignment(
    String applicationSlug,
    String applicationName,
    String backchannelApplicationSlug,
    String backchannelApplicationName) {

  static final ApplicationAssignment NONE = new ApplicationAssignment(null, null, null, null);

  /** Reads the columns that every statement about providers gives under these names. */
  static ApplicationAssignment of(Row row) {
    return new ApplicationAssignment(
        row.getString("application_slug"),
        row.getString("application_name"),
        row.getString("backchannel_application_slug"),
        row.getString("backchannel_application_name"));
  }

  void addTo(JsonObject representation) {
    representation
        .put("assigned_application_slug", applicationSlug)
        .put("assigned_application_name", applicationName)
        .put("assigned_backchannel_application_slug", backchannelApplicationSlug)
        .put("assigned_backchannel_application_name", backchannelApplicationName);
  }
}
