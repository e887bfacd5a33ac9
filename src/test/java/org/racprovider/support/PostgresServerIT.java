package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.racprovider.config.DatabaseAddress;

class PostgresServerIT {

  @Test
  void keepsItsDataThroughStopAndKill() throws IOException, SQLException {
    try (PostgresServer server = PostgresServer.create()) {
      // Given
      execute(server, "CREATE TABLE t (a integer)");

      // When
      server.stop();
      server.start();
      execute(server, "INSERT INTO t (a) VALUES (1)");
      server.kill();
      server.start();

      // Then
      try (Connection connection = connect(server);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getInt("a")).isEqualTo(1);
      }
    }
  }

  private static void execute(PostgresServer server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static Connection connect(PostgresServer server) throws SQLException {
    DatabaseAddress address = new DatabaseAddress(server.uri(), Optional.empty());
    return DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
  }
}
