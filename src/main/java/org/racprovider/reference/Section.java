package org.racprovider.reference;

import static org.racprovider.reference.RowField.optional;
import static org.racprovider.reference.RowField.required;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lists of rows that a file of reference data may hold, and the fields of their rows. Rows
 * refer to rows of sections before theirs.
 */
public enum Section {
  FLOWS(
      required("pk", FieldRule::uuid),
      required("name", FieldRule::text),
      required("slug", FieldRule::text),
      required("title", FieldRule::anyText),
      required("designation", FieldRule::text)),

  PROPERTY_MAPPINGS(
      required("pk", FieldRule::uuid),
      required("name", FieldRule::text),
      optional("expression", FieldRule::anyText, () -> "")),

  PROVIDERS(
      required("pk", FieldRule::pk),
      required("type", FieldRule::text),
      required("name", FieldRule::text),
      optional("authentication_flow", FieldRule.nullable(FieldRule::uuid), () -> null),
      required("authorization_flow", FieldRule.nullable(FieldRule::uuid)),
      optional("property_mappings", FieldRule.listOf(FieldRule::uuid), JsonArray::new),
      optional("settings", FieldRule::object, JsonObject::new),
      optional("connection_expiry", FieldRule::text, () -> "hours=8"),
      optional("delete_token_on_disconnect", FieldRule::bool, () -> false)),

  APPLICATIONS(
      required("pk", FieldRule::uuid),
      required("name", FieldRule::text),
      required("slug", FieldRule::text),
      optional("provider", FieldRule.nullable(FieldRule::pk), () -> null),
      optional("backchannel_providers", FieldRule.listOf(FieldRule::pk), JsonArray::new)),

  OUTPOSTS(
      required("pk", FieldRule::uuid),
      required("name", FieldRule::text),
      required("type", FieldRule.oneOf("proxy", "ldap", "radius", "rac")),
      optional("providers", FieldRule.listOf(FieldRule::pk), JsonArray::new)),

  ENDPOINTS(
      required("pk", FieldRule::uuid),
      required("name", FieldRule::text),
      required("host", FieldRule::text),
      required("protocol", FieldRule.oneOf("rdp", "vnc", "ssh")),
      required("provider", FieldRule::pk));

  private final List<RowField> fields;

  Section(RowField... fields) {
    this.fields = List.of(fields);
  }

  /** Its key in the file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<RowField> fields() {
    return fields;
  }

  /** The names of the fields that its rows may have. */
  public List<String> fieldNames() {
    return fields.stream().map(RowField::name).toList();
  }

  public static Optional<Section> ofKey(String key) {
    return Arrays.stream(values()).filter(section -> section.key().equals(key)).findFirst();
  }
}
