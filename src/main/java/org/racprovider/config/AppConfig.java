package org.racprovider.config;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole configuration. Defaults are in {@code conf/config.json}, which is packaged; over them
 * goes the file that {@code RAC_CONFIG} names, over that the environment.
 *
 * @param referenceData the file to load at the start
 * @param accessLog whether each request is logged
 */
public record AppConfig(
    HttpConfig http,
    ManagementConfig management,
    DatabaseConfig database,
    CreateConfig create,
    JwtConfig jwt,
    ListConfig lists,
    Optional<Path> referenceData,
    EventConfig events,
    boolean accessLog,
    ClusterConfig cluster,
    ImportConfig importing,
    Timings timings) {

  private static final Logger LOG = LoggerFactory.getLogger(AppConfig.class);

  /**
   * Reads the configuration. Fails with a {@link StartFailure} that holds every problem. {@code
   * RAC_} variables that mean nothing here are warned about.
   */
  public static Future<AppConfig> load(Vertx vertx, Map<String, String> environment) {
    return read(vertx, environment).map(AppConfig::of);
  }

  /** The same configuration with other timings, for tests that would otherwise wait. */
  public AppConfig with(Timings others) {
    return new AppConfig(
        http,
        management,
        database,
        create,
        jwt,
        lists,
        referenceData,
        events,
        accessLog,
        cluster,
        importing,
        others);
  }

  /** The values of a configuration without problems. */
  static Future<ResolvedSettings> read(Vertx vertx, Map<String, String> environment) {
    ConfigSources.unknown(environment)
        .forEach(name -> LOG.atWarn().addKeyValue("name", name).log("Unknown variable, ignored"));
    ConfigFiles files = new ConfigFiles(vertx);
    List<String> problems = new ArrayList<>();
    return files
        .named(environment.getOrDefault("RAC_CONFIG", ""), problems)
        .compose(
            file ->
                vertx.executeBlocking(
                    () -> resolve(ConfigFiles.defaults(), file, environment, problems)));
  }

  private static ResolvedSettings resolve(
      JsonObject defaults,
      JsonObject file,
      Map<String, String> environment,
      List<String> problems) {
    ConfigSources sources = new ConfigSources(problems);
    sources.addFile(defaults);
    sources.addFile(file);
    sources.addEnvironment(environment);
    ResolvedSettings values = new ResolvedSettings(sources.texts(), problems);
    HttpSettings.check(values, problems);
    JwtSettings.check(values, problems);
    DatabaseSettings.check(values, problems);
    if (!problems.isEmpty()) {
      throw new StartFailure(ExitCode.BAD_CONFIGURATION, problems);
    }
    return values;
  }

  static AppConfig of(ResolvedSettings values) {
    return new AppConfig(
        HttpSettings.of(values),
        management(values),
        DatabaseSettings.of(values),
        create(values),
        JwtSettings.of(values),
        lists(values),
        values.optionalPath(Setting.REFERENCE_DATA),
        new EventConfig(
            values.duration(Setting.EVENTS_RETENTION), values.bool(Setting.EVENTS_SETTINGS)),
        values.bool(Setting.LOG_ACCESS),
        cluster(values),
        new ImportConfig(values.optionalText(Setting.IMPORT_TOKEN)),
        Timings.DEFAULT);
  }

  private static ManagementConfig management(ResolvedSettings values) {
    return new ManagementConfig(
        values.optionalText(Setting.MANAGEMENT_HOST).orElse(values.text(Setting.HTTP_HOST)),
        values.integer(Setting.MANAGEMENT_PORT));
  }

  private static CreateConfig create(ResolvedSettings values) {
    return new CreateConfig(
        values.integer(Setting.CREATE_STATEMENTS),
        values.integer(Setting.CREATE_BATCH),
        values.integer(Setting.CREATE_QUEUE));
  }

  private static ClusterConfig cluster(ResolvedSettings values) {
    return new ClusterConfig(
        values.bool(Setting.CLUSTER),
        values.text(Setting.CLUSTER_HOST),
        values.integer(Setting.CLUSTER_PORT),
        values.text(Setting.CLUSTER_MEMBERS),
        values.optionalText(Setting.CLUSTER_SERVICE));
  }

  private static ListConfig lists(ResolvedSettings values) {
    return new ListConfig(
        values.integer(Setting.LIST_PAGE_SIZE), values.integer(Setting.LIST_LARGEST_PAGE_SIZE));
  }
}
