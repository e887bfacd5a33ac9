package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole configuration. The environment overrides the file that {@code RAC_CONFIG} names, and
 * that file overrides the defaults of {@code conf/config.json}, which is packaged.
 *
 * @param referenceData the file to load at the start
 * @param accessLog whether each request is logged
 * @param importToken the token that the command {@code import} reads authentik's API with; secret
 * @param masked every setting in the form of {@code conf/config.json}, with stars for secrets
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
    Optional<String> importToken,
    JsonObject masked,
    Timings timings) {

  /**
   * Where metrics and probes are served, apart from the API.
   *
   * @param host the address to listen on
   * @param port the port to listen on; 0 takes a free one
   */
  public record ManagementConfig(String host, int port) {}

  /**
   * How creates are batched into statements.
   *
   * @param statements the maximum number of statements in flight
   * @param batch the maximum number of providers in one statement
   * @param queue the maximum number of providers that wait for a statement; further creates are
   *     refused
   */
  public record CreateConfig(int statements, int batch, int queue) {}

  /**
   * How lists are divided into pages.
   *
   * @param pageSize rows on a page by default; limited to {@code largestPageSize}
   * @param largestPageSize the maximum number of rows on a page
   */
  public record ListConfig(int pageSize, int largestPageSize) {

    /** The maximum of {@code largestPageSize}. */
    public static final int LARGEST_PAGE_SIZE = 10_000;

    public ListConfig {
      pageSize = Math.min(pageSize, largestPageSize);
    }
  }

  /**
   * How events are stored.
   *
   * @param retention how long they are kept
   * @param settings whether they hold the provider's settings, which may hold credentials
   */
  public record EventConfig(Duration retention, boolean settings) {}

  private static final Logger LOG = LoggerFactory.getLogger(AppConfig.class);

  /** Reads the configuration with the default timings. */
  public static AppConfig load(Map<String, String> environment) {
    return load(environment, Timings.DEFAULT);
  }

  /**
   * Reads the configuration, and logs a warning for each {@code RAC_} variable that is unknown.
   * Blocks while it reads files.
   *
   * @param timings replace the default timings in tests
   * @throws StartFailure with every problem
   */
  public static AppConfig load(Map<String, String> environment, Timings timings) {
    ConfigSources.unknownVariables(environment)
        .forEach(name -> LOG.atWarn().addKeyValue("name", name).log("Unknown variable is ignored"));
    List<String> problems = new ArrayList<>();
    ConfigSources sources = new ConfigSources(problems);
    sources.addDefaults();
    sources.addFile(environment.getOrDefault("RAC_CONFIG", ""));
    sources.addEnvironment(environment);
    ResolvedSettings values = new ResolvedSettings(sources.rawValues(), problems);
    SettingCombinations.check(values, problems);
    if (!problems.isEmpty()) {
      throw new StartFailure(ExitCode.BAD_CONFIGURATION, problems);
    }
    return of(values, timings);
  }

  private static AppConfig of(ResolvedSettings values, Timings timings) {
    return new AppConfig(
        HttpConfig.of(values),
        management(values),
        DatabaseConfig.of(values),
        create(values),
        JwtConfig.of(values),
        lists(values),
        values.optionalPath(Setting.REFERENCE_DATA),
        events(values),
        values.bool(Setting.LOG_ACCESS),
        ClusterConfig.of(values),
        values.optionalString(Setting.IMPORT_TOKEN),
        values.masked(),
        timings);
  }

  private static ManagementConfig management(ResolvedSettings values) {
    return new ManagementConfig(
        values.optionalString(Setting.MANAGEMENT_HOST).orElse(values.string(Setting.HTTP_HOST)),
        values.integer(Setting.MANAGEMENT_PORT));
  }

  private static CreateConfig create(ResolvedSettings values) {
    return new CreateConfig(
        values.integer(Setting.CREATE_STATEMENTS),
        values.integer(Setting.CREATE_BATCH),
        values.integer(Setting.CREATE_QUEUE));
  }

  private static ListConfig lists(ResolvedSettings values) {
    return new ListConfig(
        values.integer(Setting.LIST_PAGE_SIZE), values.integer(Setting.LIST_LARGEST_PAGE_SIZE));
  }

  private static EventConfig events(ResolvedSettings values) {
    return new EventConfig(
        values.duration(Setting.EVENTS_RETENTION), values.bool(Setting.EVENTS_SETTINGS));
  }

  /** Holds no secret. */
  @Override
  public String toString() {
    return "AppConfig[http=%s, management=%s, database=%s, jwt=%s, cluster=%s]"
        .formatted(http, management, database, jwt, cluster);
  }
}
