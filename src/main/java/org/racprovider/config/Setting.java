package org.racprovider.config;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.racprovider.keys.PublicKeyPem;

/**
 * Every setting, one a line: its key in the configuration file, the values that are valid, and
 * whether it may be unset or is secret. Its environment variable is {@code RAC_} and the name of
 * the constant. For a secret, the variable with the suffix {@code _FILE} may name a file that holds
 * it. The defaults are in {@code conf/config.json} and nowhere else.
 */
enum Setting {
  HTTP_HOST("http.host", SettingType.string()),
  HTTP_PORT("http.port", SettingType.integer(0, 65_535)),
  HTTP_BASE_PATH("http.basePath", SettingType.basePath()),
  HTTP_TLS_CERT("http.tlsCert", SettingType.path(), Trait.OPTIONAL),
  HTTP_TLS_KEY("http.tlsKey", SettingType.path(), Trait.OPTIONAL),
  // Vert.x cannot parse longer JSON strings, which the database would return.
  HTTP_MAX_BODY_BYTES("http.maxBodyBytes", SettingType.integer(1, 20_000_000)),
  HTTP_MAX_HEADER_BYTES("http.maxHeaderBytes", SettingType.integer(1024, 1 << 20)),
  HTTP_MAX_CONNECTIONS("http.maxConnections", SettingType.integer(1, 1_000_000)),
  HTTP_MAX_REQUESTS("http.maxRequests", SettingType.integer(1, 1_000_000)),
  HTTP_MAX_REQUESTS_PER_SUBJECT("http.maxRequestsPerSubject", SettingType.integer(1, 1_000_000)),
  HTTP_HEADER_TIMEOUT("http.headerTimeoutSeconds", SettingType.seconds(1, 3600)),
  HTTP_BODY_TIMEOUT("http.bodyTimeoutSeconds", SettingType.seconds(1, 3600)),
  HTTP_IDLE_TIMEOUT("http.idleTimeoutSeconds", SettingType.seconds(6, 86_400)),
  HTTP_SHUTDOWN_DELAY("http.shutdownDelaySeconds", SettingType.seconds(0, 3600)),
  HTTP_SHUTDOWN_TIMEOUT("http.shutdownTimeoutSeconds", SettingType.seconds(1, 3600)),

  MANAGEMENT_HOST("management.host", SettingType.string(), Trait.OPTIONAL),
  MANAGEMENT_PORT("management.port", SettingType.integer(0, 65_535)),

  DATABASE_URL("database.url", DatabaseAddress::checkUrl, Trait.SECRET),
  DATABASE_DIRECT_URL(
      "database.directUrl", DatabaseAddress::checkUrl, Trait.SECRET, Trait.OPTIONAL),
  DATABASE_PGBOUNCER("database.pgBouncer", SettingType.bool()),
  DATABASE_CA("database.ca", SettingType.certificates(), Trait.OPTIONAL),
  DATABASE_POOL_SIZE("database.poolSize", SettingType.integer(1, 1000)),
  DATABASE_START_TIMEOUT("database.startTimeoutSeconds", SettingType.seconds(1, 86_400)),
  DATABASE_STATEMENT_TIMEOUT("database.statementTimeoutSeconds", SettingType.seconds(1, 3600)),

  CREATE_STATEMENTS("create.statements", SettingType.integer(1, 100)),
  CREATE_BATCH("create.batch", SettingType.integer(1, 1000)),
  CREATE_QUEUE("create.queue", SettingType.integer(1, 1_000_000)),

  JWT_SECRET("jwt.secret", SettingType.secret(32), Trait.SECRET, Trait.OPTIONAL),
  JWT_PUBLIC_KEY("jwt.publicKey", PublicKeyPem::read, Trait.SECRET, Trait.OPTIONAL),
  JWT_JWKS("jwt.jwks", JwksSource::of, Trait.SECRET, Trait.OPTIONAL, Trait.NESTED),
  JWT_JWKS_INTERVAL("jwt.jwksIntervalSeconds", SettingType.seconds(1, 86_400)),
  JWT_JWKS_CA("jwt.jwksCa", SettingType.certificates(), Trait.OPTIONAL),
  JWT_ISSUER("jwt.issuer", SettingType.string(), Trait.OPTIONAL),
  JWT_AUDIENCE("jwt.audience", SettingType.string(), Trait.OPTIONAL),
  JWT_PERMISSIONS_CLAIM("jwt.permissionsClaim", SettingType.string()),

  LIST_PAGE_SIZE("list.pageSize", SettingType.integer(1, AppConfig.ListConfig.LARGEST_PAGE_SIZE)),
  LIST_LARGEST_PAGE_SIZE(
      "list.largestPageSize", SettingType.integer(1, AppConfig.ListConfig.LARGEST_PAGE_SIZE)),

  REFERENCE_DATA("referenceData", SettingType.path(), Trait.OPTIONAL),

  EVENTS_RETENTION("events.retentionSeconds", SettingType.seconds(1, Integer.MAX_VALUE)),
  EVENTS_SETTINGS("events.settings", SettingType.bool()),

  LOG_ACCESS("log.access", SettingType.bool()),

  CLUSTER("cluster.enabled", SettingType.bool()),
  CLUSTER_HOST("cluster.host", SettingType.string()),
  CLUSTER_PORT("cluster.port", SettingType.integer(1, 65_535)),
  CLUSTER_MEMBERS("cluster.members", SettingType.string()),
  CLUSTER_SERVICE("cluster.service", SettingType.string(), Trait.OPTIONAL),

  IMPORT_TOKEN("import.token", SettingType.token(), Trait.SECRET, Trait.OPTIONAL);

  enum Trait {
    /** It is never shown, and may be in a file. */
    SECRET,
    /** It may be unset: null or empty. */
    OPTIONAL,
    /** In the configuration file it may be a JSON object instead of a string. */
    NESTED
  }

  private final String key;
  private final SettingType<?> type;
  private final Set<Trait> traits;

  Setting(String key, SettingType<?> type, Trait... traits) {
    this.key = key;
    this.type = type;
    this.traits = Set.of(traits);
  }

  String key() {
    return key;
  }

  SettingType<?> type() {
    return type;
  }

  boolean is(Trait trait) {
    return traits.contains(trait);
  }

  String variable() {
    return "RAC_" + name();
  }

  String fileVariable() {
    return variable() + "_FILE";
  }

  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** Whether a key names a group of settings in the file, such as {@code http}. */
  static boolean isGroup(String key) {
    return Arrays.stream(values()).anyMatch(setting -> setting.key.startsWith(key + "."));
  }
}
