package org.racprovider.reference;

import static org.racprovider.reference.Field.optional;
import static org.racprovider.reference.Field.required;

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
      required("pk", Rule::uuid),
      required("name", Rule::text),
      required("slug", Rule::text),
      required("title", Rule::anyText),
      required("designation", Rule::text)),

  PROPERTY_MAPPINGS(
      required("pk", Rule::uuid),
      required("name", Rule::text),
      optional("expression", Rule::anyText, () -> "")),

  PROVIDERS(
      required("pk", Rule::pk),
      required("type", Rule::text),
      required("name", Rule::text),
      optional("authentication_flow", Rule.nullable(Rule::uuid), () -> null),
      required("authorization_flow", Rule.nullable(Rule::uuid)),
      optional("property_mappings", Rule.listOf(Rule::uuid), JsonArray::new),
      optional("settings", Rule::object, JsonObject::new),
      optional("connection_expiry", Rule::text, () -> "hours=8"),
      optional("delete_token_on_disconnect", Rule::bool, () -> false)),

  APPLICATIONS(
      required("pk", Rule::uuid),
      required("name", Rule::text),
      required("slug", Rule::text),
      optional("provider", Rule.nullable(Rule::pk), () -> null),
      optional("backchannel_providers", Rule.listOf(Rule::pk), JsonArray::new)),

  OUTPOSTS(
      required("pk", Rule::uuid),
      required("name", Rule::text),
      required("type", Rule.oneOf("proxy", "ldap", "radius", "rac")),
      optional("providers", Rule.listOf(Rule::pk), JsonArray::new)),

  ENDPOINTS(
      required("pk", Rule::uuid),
      required("name", Rule::text),
      required("host", Rule::text),
      required("protocol", Rule.oneOf("rdp", "vnc", "ssh")),
      required("provider", Rule::pk));

  private final List<Field> fields;

  Section(Field... fields) {
    this.fields = List.of(fields);
  }

  /** Its key in the file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  List<Field> fields() {
    return fields;
  }

  /** The names of the fields that its rows may have. */
  public List<String> fieldNames() {
    return fields.stream().map(Field::name).toList();
  }

  public static Optional<Section> ofKey(String key) {
    return Arrays.stream(values()).filter(section -> section.key().equals(key)).findFirst();
  }
}
