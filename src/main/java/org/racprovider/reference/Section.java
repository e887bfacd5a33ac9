package org.racprovider.reference;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The lists of rows in reference data. A row refers only to rows of earlier sections. */
public enum Section {
  FLOWS("flow"),
  PROPERTY_MAPPINGS("propertyMapping"),
  PROVIDERS("provider"),
  APPLICATIONS("application"),
  OUTPOSTS("outpost"),
  ENDPOINTS("endpoint");

  private final ReferenceSchema rowSchema;

  Section(String definition) {
    rowSchema = ReferenceSchema.ofRow(definition);
  }

  /** Its key in the file. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  ReferenceSchema rowSchema() {
    return rowSchema;
  }

  /** The names of the fields that its rows may have. */
  public Set<String> fieldNames() {
    return rowSchema.fieldNames();
  }

  public static Optional<Section> ofKey(String key) {
    return Arrays.stream(values()).filter(section -> section.key().equals(key)).findFirst();
  }
}
