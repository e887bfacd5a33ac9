package org.racprovider.dev;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The settings of the development server: the {@code RAC_…} variables of the shell, except those of
 * the database and the signing key, which it sets itself.
 *
 * @param folder holds the database and the token
 * @param environment the variables of the server, without those of the database and the key
 */
record DevelopmentSettings(Path folder, Map<String, String> environment) {

  static DevelopmentSettings of(Path project, Map<String, String> shell) {
    Map<String, String> environment = new HashMap<>(shell);
    environment
        .keySet()
        .removeIf(name -> name.startsWith("RAC_DATABASE_URL") || name.startsWith("RAC_JWT_"));
    environment.putIfAbsent("RAC_HTTP_HOST", "127.0.0.1");
    environment.putIfAbsent("RAC_HTTP_PORT", "9000");
    environment.putIfAbsent("RAC_MANAGEMENT_PORT", "0");
    environment.putIfAbsent(
        "RAC_REFERENCE_DATA", project.resolve("conf/reference-data.example.json").toString());
    return new DevelopmentSettings(project.resolve("data"), Map.copyOf(environment));
  }

  Map<String, String> with(String databaseUrl, String secret) {
    Map<String, String> all = new HashMap<>(environment);
    all.put("RAC_DATABASE_URL", databaseUrl);
    all.put("RAC_JWT_SECRET", secret);
    return all;
  }

  String host() {
    return environment.get("RAC_HTTP_HOST");
  }

  /**
   * @throws IllegalArgumentException when {@code RAC_HTTP_PORT} is not a number
   */
  int port() {
    String port = environment.get("RAC_HTTP_PORT");
    try {
      return Integer.parseInt(port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("RAC_HTTP_PORT must be a number, not " + port, e);
    }
  }

  Path referenceData() {
    return Path.of(environment.get("RAC_REFERENCE_DATA"));
  }

  Path tokenFile() {
    return folder.resolve("token");
  }
}
