package org.racprovider.reference;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;

/** Checks the form of reference data and collects what is wrong with it. Used once. */
final class ReferenceDataReader {

  private static final String FIRST_FREE_PROVIDER_PK = "first_free_provider_pk";
  private static final int MOST_PROBLEMS = 20;

  private final List<String> problems = new ArrayList<>();
  private final Map<Section, JsonArray> rows = new EnumMap<>(Section.class);
  private OptionalInt firstFreeProviderPk = OptionalInt.empty();

  ReferenceData read(JsonObject file) {
    for (String key : file.fieldNames()) {
      Section.ofKey(key)
          .ifPresentOrElse(
              section -> readSection(section, file.getValue(key)),
              () -> readNumber(key, file.getValue(key)));
    }
    if (!problems.isEmpty()) {
      throw new StartFailure(ExitCode.BAD_REFERENCE_DATA, problems);
    }
    return new ReferenceData(rows, firstFreeProviderPk);
  }

  private void readNumber(String key, Object value) {
    if (!key.equals(FIRST_FREE_PROVIDER_PK)) {
      add(key, "unknown key");
      return;
    }
    try {
      firstFreeProviderPk = OptionalInt.of((Integer) FieldRule.pk(value));
    } catch (FieldRule.Refused e) {
      add(key, e.getMessage());
    }
  }

  private void readSection(Section section, Object value) {
    if (!(value instanceof JsonArray list)) {
      add(section.key(), "must be a list");
      return;
    }
    JsonArray checked = new JsonArray();
    Map<Object, String> seen = new HashMap<>();
    for (int i = 0; i < list.size(); i++) {
      String place = section.key() + "[" + i + "]";
      JsonObject row = readRow(section, place, list.getValue(i));
      String first = seen.putIfAbsent(row.getValue("pk", place), place);
      if (first != null) {
        add(place + ".pk", "is the pk of " + first + " too");
      }
      checked.add(row);
    }
    rows.put(section, checked);
  }

  private JsonObject readRow(Section section, String place, Object value) {
    JsonObject checked = new JsonObject();
    if (!(value instanceof JsonObject row)) {
      add(place, "must be an object");
      return checked;
    }
    for (RowField field : section.fields()) {
      try {
        checked.put(field.name(), field.read(row));
      } catch (FieldRule.Refused e) {
        add(place + "." + field.name() + e.inside(), e.getMessage());
      }
    }
    refuseUnknown(section, place, row);
    return checked;
  }

  private void refuseUnknown(Section section, String place, JsonObject row) {
    for (String name : row.fieldNames()) {
      if (section.fields().stream().noneMatch(field -> field.name().equals(name))) {
        add(place + "." + name, "unknown key");
      }
    }
  }

  /** A file of the wrong kind would have thousands. */
  private void add(String place, String reason) {
    if (problems.size() < MOST_PROBLEMS) {
      problems.add(place + ": " + reason);
    }
  }
}
