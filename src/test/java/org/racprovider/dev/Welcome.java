package org.racprovider.dev;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Stream;

/**
 * The message that the development server prints when it has started.
 *
 * @param referenceData the example data, from which the printed command takes a flow and mappings
 */
record Welcome(DevelopmentSettings settings, String token, JsonObject referenceData) {

  // The shell fills in the time, so that the command can be pasted again.
  private static final String CURL =
      """
      curl -i '%s' \\
        -H 'Authorization: Bearer %s' \\
        -H 'Content-Type: application/json' \\
        -d '{"name":"example-'"$(date +%%s%%N)"'","authorization_flow":"%s",\
      "property_mappings":%s,"settings":{"hostname":"vm.example","port":"22"}}'""";

  private static final String MESSAGE =
      """

      RAC provider server, for development

        URL     %s
        Data    %s
                Kept between runs. To start afresh, stop the server and delete this folder.
        Token   %s
                Superuser, valid for %d hours and this run. It is also in %s

      Paste this in another terminal to create a provider:

      %s

      Ctrl-C stops the server and its database.
      """;

  String message() {
    return MESSAGE.formatted(
        url(),
        settings.folder(),
        token,
        DevelopmentToken.VALID.toHours(),
        settings.tokenFile(),
        CURL.formatted(url(), token, authorizationFlow(), propertyMappings().encode()));
  }

  private String url() {
    return "http://%s:%d/api/v3/providers/rac/".formatted(settings.host(), settings.port());
  }

  private String authorizationFlow() {
    return rows("flows")
        .filter(flow -> "authorization".equals(flow.getString("designation")))
        .map(flow -> flow.getString("pk"))
        .findFirst()
        .orElse("00000000-0000-0000-0000-000000000000");
  }

  private JsonArray propertyMappings() {
    return rows("property_mappings")
        .limit(2)
        .map(mapping -> mapping.getString("pk"))
        .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
  }

  private Stream<JsonObject> rows(String table) {
    return referenceData.getJsonArray(table, new JsonArray()).stream().map(JsonObject.class::cast);
  }
}
