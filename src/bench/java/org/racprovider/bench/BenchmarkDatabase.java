package org.racprovider.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.commons.io.FileUtils;
import org.racprovider.config.DatabaseAddress;
import org.racprovider.support.PostgresServer;

/** The database of the benchmark. All methods block. */
final class BenchmarkDatabase implements AutoCloseable {

  private final Path data;
  private final Optional<PostgresServer> embedded;
  private final URI server;
  private final String name = "rac_bench_" + UUID.randomUUID().toString().replace("-", "");

  private BenchmarkDatabase(Path data, Optional<PostgresServer> embedded, String server) {
    this.data = data;
    this.embedded = embedded;
    this.server = URI.create(server);
    query(server, "CREATE DATABASE " + name);
  }

  /** Creates a database on the server of the options, or on a new embedded server. */
  static BenchmarkDatabase create(BenchmarkOptions options) throws IOException {
    Path data = options.folder().resolve("postgresql");
    if (options.database != null) {
      return new BenchmarkDatabase(data, Optional.empty(), options.database);
    }
    FileUtils.deleteDirectory(data.toFile());
    PostgresServer embedded =
        PostgresServer.installedIn(options.folder(), "shared_buffers=512MB", "max_wal_size=4GB");
    Runtime.getRuntime().addShutdownHook(new Thread(embedded::kill, "kill PostgreSQL"));
    return new BenchmarkDatabase(data, Optional.of(embedded), embedded.uri());
  }

  /** The address in the form of {@code RAC_DATABASE_URL}. */
  String url() {
    String query = server.getRawQuery();
    return server.resolve("/" + name + (query == null ? "" : "?" + query)).toString();
  }

  /** The processor time of all processes of the database server; NaN if unknown. */
  double cpuSeconds() {
    return embedded.map(e -> new ProcessUsage(e.pid()).cpuSeconds()).orElse(Double.NaN);
  }

  /** Runs statements outside any transaction, and returns the first column of the first result. */
  List<String> query(String sql) {
    return query(url(), sql);
  }

  /** Runs a file of {@code src/bench/sql}, as {@link #query} does. */
  List<String> run(String file) throws IOException {
    return query(Files.readString(Path.of("src/bench/sql", file)));
  }

  /** Deletes all providers and events. It waits at most 5 s for statements that still run. */
  void deleteProviders() {
    query("SET lock_timeout = '5s'; TRUNCATE provider, event RESTART IDENTITY CASCADE");
    checkpoint();
  }

  /** Writes all data to disk now, so that PostgreSQL does not do it during a round. */
  void checkpoint() {
    query("CHECKPOINT");
  }

  long countProviders() {
    return Long.parseLong(query("SELECT count(*) FROM provider").get(0));
  }

  @Override
  public void close() throws IOException {
    if (embedded.isPresent()) {
      embedded.get().close();
      FileUtils.deleteDirectory(data.toFile());
    } else {
      query(server.toString(), "DROP DATABASE " + name + " WITH (FORCE)");
    }
  }

  private static List<String> query(String url, String sql) {
    DatabaseAddress address = new DatabaseAddress(url, Optional.empty());
    try (Connection connection =
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
        Statement statement = connection.createStatement()) {
      List<String> values = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet rows = statement.getResultSet();
        while (rows.next()) {
          values.add(rows.getString(1));
        }
      }
      return values;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }
}
