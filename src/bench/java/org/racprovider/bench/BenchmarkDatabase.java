package org.racprovider.bench;

import java.io.IOException;
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
import org.racprovider.config.DatabaseAddress;

/** A new database of the benchmark. All methods block. */
final class BenchmarkDatabase implements AutoCloseable {

  private final BenchmarkPostgres postgres;
  private final String name = "rac_bench_" + UUID.randomUUID().toString().replace("-", "");

  BenchmarkDatabase(BenchmarkPostgres postgres) {
    this.postgres = postgres;
    query(postgres.uri().toString(), "CREATE DATABASE " + name);
  }

  /** The address in the form of {@code RAC_DATABASE_URL}. */
  String url() {
    String query = postgres.uri().getRawQuery();
    return postgres.uri().resolve("/" + name + (query == null ? "" : "?" + query)).toString();
  }

  /** See {@link BenchmarkPostgres#cpuSeconds}. */
  double cpuSeconds() {
    return postgres.cpuSeconds();
  }

  /** Runs statements outside any transaction, and returns the first column of the first result. */
  List<String> query(String sql) {
    return query(url(), sql);
  }

  /** Runs a query whose result is one number. */
  long number(String sql) {
    return Long.parseLong(query(sql).get(0));
  }

  /**
   * Runs a file of {@code src/bench}, as {@link #query} does.
   *
   * @param values of the file's format specifiers
   */
  List<String> run(String file, Object... values) throws IOException {
    return query(Files.readString(Path.of("src/bench", file)).formatted(values));
  }

  @Override
  public void close() {
    query(postgres.uri().toString(), "DROP DATABASE " + name + " WITH (FORCE)");
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
