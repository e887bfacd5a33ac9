package org.racprovider.importing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.racprovider.reference.Section;

/**
 * A row of one of authentik's lists. Providers of other types are not copied, so references to them
 * are dropped.
 */
record AuthentikRow(Section section, JsonObject row) {

  private static final String RAC_MODEL = "authentik_providers_rac.racprovider";

  /** The row in the form of reference data. */
  JsonObject referenceData() {
    JsonObject data = new JsonObject();
    section.fieldNames().stream()
        .filter(row::containsKey)
        .forEach(name -> data.put(name, row.getValue(name)));
    return switch (section) {
      case PROVIDERS -> data.put("type", "rac");
      case APPLICATIONS ->
          data.put("provider", provider())
              .put("backchannel_providers", racPks("backchannel_providers_obj"));
      case OUTPOSTS -> data.put("providers", racPks("providers_obj"));
      case FLOWS, PROPERTY_MAPPINGS, ENDPOINTS -> data;
    };
  }

  /** The pks of the providers of any type that the row names. */
  Stream<Integer> providerPks() {
    return switch (section) {
      case PROVIDERS -> Stream.of(row.getInteger("pk"));
      case APPLICATIONS ->
          Stream.concat(
              Stream.of(row).map(fields -> fields.getInteger("provider")).filter(Objects::nonNull),
              pks("backchannel_providers"));
      case OUTPOSTS -> pks("providers");
      case FLOWS, PROPERTY_MAPPINGS, ENDPOINTS -> Stream.of();
    };
  }

  private Stream<Integer> pks(String list) {
    return row.getJsonArray(list).stream().map(Integer.class::cast);
  }

  private Integer provider() {
    JsonObject provider = row.getJsonObject("provider_obj");
    return provider == null || isRac(provider) ? row.getInteger("provider") : null;
  }

  private JsonArray racPks(String providers) {
    List<Object> pks =
        row.getJsonArray(providers).stream()
            .map(JsonObject.class::cast)
            .filter(AuthentikRow::isRac)
            .map(provider -> provider.getValue("pk"))
            .toList();
    return new JsonArray(pks);
  }

  private static boolean isRac(JsonObject provider) {
    return RAC_MODEL.equals(provider.getString("meta_model_name"));
  }
}
