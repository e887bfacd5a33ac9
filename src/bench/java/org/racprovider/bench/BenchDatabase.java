package org.racprovider.bench;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.racprovider.config.DatabaseAddress;
import org.racprovider.config.DatabaseConfig;

/** A database of the benchmark's own, with durable settings unless the given server has others. */
final class BenchDatabase implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);

  private final Optional<EmbeddedPostgres> embedded;
  private final Optional<ProcessTree> processes;
  private final URI server;
  private final String name = "rac_bench_" + UUID.randomUUID().toString().replace("-", "");

  private BenchDatabase(
      Optional<EmbeddedPostgres> embedded, Optional<ProcessTree> processes, URI server) {
    this.embedded = embedded;
    this.processes = processes;
    this.server = server;
  }

  /** A database where the options say. */
  static BenchDatabase of(Options options) throws IOException, SQLException {
    Optional<String> url = options.database();
    return url.isPresent() ? on(url.get()) : embedded(options.folder());
  }

  /** A database on the server that is already there; its processes are not known. */
  private static BenchDatabase on(String url) throws SQLException {
    return new BenchDatabase(Optional.empty(), Optional.empty(), URI.create(url)).created();
  }

  /** A database on a new server that keeps its data in a new folder below this one. */
  private static BenchDatabase embedded(Path folder) throws IOException, SQLException {
    Path data = Files.createTempDirectory(folder, "postgresql");
    EmbeddedPostgres postgres =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setServerConfig("shared_buffers", "512MB")
            .setServerConfig("max_wal_size", "4GB")
            .setOutputRedirector(Redirect.to(folder.resolve("postgresql.log").toFile()))
            .setPGStartupWait(START)
            .start();
    long postmaster =
        Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    URI uri =
        URI.create("postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres");
    return new BenchDatabase(Optional.of(postgres), Optional.of(new ProcessTree(postmaster)), uri)
        .created();
  }

  private BenchDatabase created() throws SQLException {
    execute(server, "CREATE DATABASE " + name);
    return this;
  }

  /** The address as {@code RAC_DATABASE_URL} has it. */
  String url() {
    String query = server.getRawQuery();
    return server.resolve("/" + name + (query == null ? "" : "?" + query)).toString();
  }

  DatabaseConfig settings() {
    return settings(URI.create(url()));
  }

  /** Seconds of processor time so far, NaN where unknown. */
  double cpuSeconds() {
    return processes.map(ProcessTree::cpuSeconds).orElse(Double.NaN);
  }

  /** Runs a statement outside any transaction. */
  void execute(String sql) throws SQLException {
    execute(URI.create(url()), sql);
  }

  /** The first column of a query's rows, as text. */
  List<String> query(String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = connect(URI.create(url()));
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }

  @Override
  public void close() throws IOException, SQLException {
    if (embedded.isPresent()) {
      embedded.get().close();
    } else {
      execute(server, "DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  private static void execute(URI uri, String sql) throws SQLException {
    try (Connection connection = connect(uri);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(URI uri) throws SQLException {
    DatabaseAddress address = settings(uri).direct();
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }

  private static DatabaseConfig settings(URI uri) {
    return new DatabaseConfig(uri.toString(), 1, START, START);
  }
}
