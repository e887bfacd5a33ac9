package org.racprovider.importing;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.racprovider.reference.ReferenceData;
import org.racprovider.reference.Section;
import org.racprovider.start.StartFailure;

/**
 * Rows of one or more pages. A row that moved to the next page while pages were read counts once.
 */
final class ImportedRows {

  /** The location of a row, at the start of a problem or in its reason. */
  private static final Pattern LOCATION = Pattern.compile("(^|taken by )([a-z_]+)\\[(\\d+)]");

  private final Map<Section, Map<Object, JsonObject>> rows = new EnumMap<>(Section.class);
  private int highestProviderPk;

  void add(ListPage page) {
    Map<Object, JsonObject> section =
        rows.computeIfAbsent(page.section(), first -> new LinkedHashMap<>());
    page.rows().forEach(row -> section.put(row.getValue("pk"), row));
    highestProviderPk = Math.max(highestProviderPk, page.highestProviderPk());
  }

  /**
   * Waits for the result of work on the rows.
   *
   * @throws StartFailure whose problems name rows by their pk
   */
  <T> T await(Function<ReferenceData, Future<T>> work) {
    try {
      return work.apply(ReferenceData.of(file())).await();
    } catch (StartFailure e) {
      throw new StartFailure(e.exitCode(), e.problems().stream().map(this::byPk).toList());
    }
  }

  private JsonObject file() {
    JsonObject file = new JsonObject();
    rows.forEach(
        (section, byPk) -> file.put(section.key(), new JsonArray(List.copyOf(byPk.values()))));
    if (highestProviderPk > 0 && highestProviderPk < Integer.MAX_VALUE) {
      // No new provider here gets a pk that a provider of another type has in authentik.
      file.put("first_free_provider_pk", highestProviderPk + 1);
    }
    return file;
  }

  private String byPk(String problem) {
    return LOCATION.matcher(problem).replaceAll(this::byPk);
  }

  private String byPk(MatchResult location) {
    String key = location.group(2);
    Map<Object, JsonObject> section = rows.get(Section.ofKey(key).orElseThrow());
    Object pk = new ArrayList<>(section.keySet()).get(Integer.parseInt(location.group(3)));
    return Matcher.quoteReplacement(location.group(1) + key + " " + pk);
  }
}
