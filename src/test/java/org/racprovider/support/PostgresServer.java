package org.racprovider.support;

import io.netty.pkitesting.X509Bundle;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;

/**
 * A PostgreSQL of the test's own, with durable settings, that can be stopped, killed and started
 * again on the same port with the same data. It blocks.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path data;
  private final Path binary;
  private final int port;
  private Process process;

  private PostgresServer(Path data, Path binary, int port) {
    this.data = data;
    this.binary = binary;
    this.port = port;
  }

  /** A new, started server. */
  public static PostgresServer create() throws IOException {
    Path data = Files.createTempDirectory("rac-postgres");
    PostgresServer server = initialised(data);
    server.start();
    return server;
  }

  /** The embedded server unpacks the binaries and makes the data directory; then it goes. */
  private static PostgresServer initialised(Path data) throws IOException {
    try (EmbeddedPostgres maker =
        EmbeddedPostgres.builder()
            .setDataDirectory(data)
            .setCleanDataDirectory(false)
            .setPGStartupWait(PATIENCE)
            .start()) {
      String command = Files.readString(data.resolve("postmaster.opts"));
      Path binary = Path.of(command.substring(0, command.indexOf(' ')));
      return new PostgresServer(data, binary, maker.getPort());
    }
  }

  /** The {@code postgresql://} address. */
  public String uri() {
    return uri(port);
  }

  /** The address by way of another port, such as a proxy's. */
  public String uri(int by) {
    return "postgresql://postgres:postgres@127.0.0.1:" + by + "/postgres";
  }

  public int port() {
    return port;
  }

  /** Runs one SQL statement; gives the first column of its rows. */
  public List<String> query(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    }
  }

  /** Runs one SQL statement. */
  public void execute(String sql) {
    try (Connection connection = DriverManager.getConnection(jdbcUrl(), "postgres", "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** All that it has logged. */
  public String log() throws IOException {
    return Files.readString(data.resolve("server.log"));
  }

  /** Starts it again with this certificate; from then on it refuses what is not encrypted. */
  public void encrypt(X509Bundle certificate) throws IOException {
    Files.writeString(data.resolve("server.crt"), certificate.getCertificatePathPEM());
    Path key = Files.writeString(data.resolve("server.key"), certificate.getPrivateKeyPEM());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n");
    execute("ALTER SYSTEM SET ssl = on");
    stop();
    start();
  }

  /** The process id of the postmaster. */
  public long pid() {
    return process.pid();
  }

  /**
   * Starts it and waits until it takes connections. What a killed server leaves may live a moment
   * longer than the server, and then a start must be tried again.
   */
  public void start() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    launch();
    while (!takesConnections()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(log());
      }
      if (!process.isAlive()) {
        launch();
      }
    }
  }

  private void launch() throws IOException {
    process =
        new ProcessBuilder(command())
            .redirectErrorStream(true)
            .redirectOutput(data.resolve("server.log").toFile())
            .start();
  }

  /** Stops it as an administrator would: connections are cut, what is committed is written. */
  public void stop() throws IOException {
    signal("INT");
  }

  /** Kills it with SIGKILL. */
  public void kill() throws IOException {
    process.destroyForcibly();
    await();
  }

  /** Stops it at once if it runs, and deletes its data. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      signal("QUIT");
    }
    FileUtils.deleteDirectory(data.toFile());
  }

  /** PostgreSQL ends its other processes first when it is told to end. */
  private void signal(String name) throws IOException {
    new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
    await();
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root; in a user namespace it does not see that it does.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(binary.toString(), "-D", data.toString()));
    command.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port)));
    command.addAll(List.of("-c", "fsync=on", "-c", "synchronous_commit=on"));
    return command;
  }

  private boolean takesConnections() throws IOException {
    try {
      DriverManager.getConnection(jdbcUrl(), "postgres", "postgres").close();
      return true;
    } catch (SQLException e) {
      sleep();
      return false;
    }
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  private static void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private void await() throws IOException {
    try {
      if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException("PostgreSQL does not stop");
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
