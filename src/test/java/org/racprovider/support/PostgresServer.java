package org.racprovider.support;

import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
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
 * A PostgreSQL process on a free port of the loopback interface. It can be stopped, killed and
 * started again on the same port with the same data. All methods block.
 *
 * <p>The system property {@code postgres} selects its programs: a folder, or {@code installed} for
 * the newest version that Debian's packages have installed. By default ({@code embedded}) they come
 * from the class path; that PostgreSQL is built without LLVM.
 */
public final class PostgresServer implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final String USER = "postgres";
  private static final List<String> DURABLE = List.of("fsync=on", "synchronous_commit=on");
  private static final List<String> QUICK =
      List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=200");

  private final PostgresBinaries binaries;
  private final Path data;
  private final Path log;
  private final List<String> settings;
  private final boolean temporary;
  private final int port = FreePort.find();
  private BackgroundProcess process;

  private PostgresServer(
      PostgresBinaries binaries, Path data, Path log, List<String> settings, boolean temporary) {
    this.binaries = binaries;
    this.data = data;
    this.log = log;
    this.settings = settings;
    this.temporary = temporary;
  }

  /** Starts a new server with durable settings, whose data are deleted when it is closed. */
  public static PostgresServer create() {
    return create(false, DURABLE);
  }

  /** Starts a new server that does not wait for the disk, for tests that never kill it. */
  static PostgresServer createQuick() {
    return create(false, QUICK);
  }

  /** Starts a new server as {@link #create} does, but prefers installed programs. */
  public static PostgresServer createInstalled() {
    return create(true, DURABLE);
  }

  private static PostgresServer create(boolean preferInstalled, List<String> settings) {
    try {
      Path folder = Files.createTempDirectory("rac-postgres");
      return new PostgresServer(
              PostgresBinaries.find(preferInstalled),
              folder.resolve("data"),
              folder.resolve("server.log"),
              settings,
              true)
          .started();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a server with durable settings, whose data remain when it is closed.
   *
   * @param folder holds {@code postgresql}, the data, which are created if absent, and {@code
   *     postgresql.log}
   */
  public static PostgresServer in(Path folder) throws IOException {
    return start(false, folder, DURABLE);
  }

  /**
   * Starts a server as {@link #in} does, but prefers installed programs.
   *
   * @param more settings, such as {@code shared_buffers=512MB}
   */
  public static PostgresServer installedIn(Path folder, String... more) throws IOException {
    List<String> settings = new ArrayList<>(DURABLE);
    settings.addAll(List.of(more));
    return start(true, folder, settings);
  }

  private static PostgresServer start(boolean preferInstalled, Path folder, List<String> settings)
      throws IOException {
    Path log = folder.resolve("postgresql.log");
    Files.deleteIfExists(log);
    PostgresBinaries binaries = PostgresBinaries.find(preferInstalled);
    return new PostgresServer(binaries, folder.resolve("postgresql"), log, settings, false)
        .started();
  }

  private PostgresServer started() throws IOException {
    if (Files.notExists(data)) {
      binaries.initialise(data, USER, log);
    }
    start();
    return this;
  }

  /** The {@code postgresql://} address. */
  public String uri() {
    return uri(port);
  }

  /** The address with another port, such as the port of a proxy. */
  public String uri(int otherPort) {
    return "postgresql://%s:postgres@127.0.0.1:%d/postgres".formatted(USER, otherPort);
  }

  public String jdbcUrl() {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  public int port() {
    return port;
  }

  /** The process id of the postmaster. */
  public long pid() {
    return process.pid();
  }

  /** Runs one SQL statement, and returns the first column of its rows. */
  public List<String> query(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        ResultSet result = statement.getResultSet();
        while (result.next()) {
          rows.add(result.getString(1));
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  /** Runs one SQL statement. */
  public void execute(String sql) {
    query(sql);
  }

  /** Opens a connection to it. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), USER, "postgres");
  }

  /** Everything that it has logged. */
  public String log() throws IOException {
    return Files.readString(log);
  }

  /** Restarts it with this certificate; from then on it refuses unencrypted connections. */
  public void encrypt(X509Bundle certificate) throws IOException {
    Files.writeString(data.resolve("server.crt"), certificate.getCertificatePathPEM());
    Path key = Files.writeString(data.resolve("server.key"), certificate.getPrivateKeyPEM());
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(data.resolve("pg_hba.conf"), "hostssl all all 127.0.0.1/32 trust\n");
    execute("ALTER SYSTEM SET ssl = on");
    stop();
    start();
  }

  /**
   * Starts it and waits until it accepts connections. Processes of a killed server may outlive the
   * postmaster for a moment; PostgreSQL then refuses to start, and is started again.
   */
  public void start() throws IOException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    launch();
    while (!acceptsConnections()) {
      if (System.nanoTime() > deadline) {
        throw new IOException(log());
      }
      if (!process.isAlive()) {
        launch();
      }
    }
  }

  private void launch() throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-D", data.toAbsolutePath().toString()));
    arguments.addAll(List.of("-h", "127.0.0.1", "-p", Integer.toString(port), "-k", ""));
    arguments.addAll(List.of("-c", "timezone=UTC"));
    settings.forEach(setting -> arguments.addAll(List.of("-c", setting)));
    process = binaries.start("postgres", arguments, log);
    if (temporary) {
      process.killedAtExit();
    }
  }

  /** Stops it as an administrator would: it cuts connections and writes committed data. */
  public void stop() throws IOException {
    end("INT");
  }

  /** Kills it with SIGKILL. */
  public void kill() {
    process.close();
  }

  /** Stops it if it runs, and deletes temporary data. */
  @Override
  public void close() throws IOException {
    if (process.isAlive()) {
      end(temporary ? "QUIT" : "INT");
    }
    if (temporary) {
      FileUtils.deleteDirectory(data.getParent().toFile());
    }
  }

  /** After either signal PostgreSQL ends its other processes before the postmaster. */
  private void end(String signal) throws IOException {
    try {
      process.signal(signal);
      process.awaitExit(TIMEOUT);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private boolean acceptsConnections() throws IOException {
    try {
      connect().close();
      return true;
    } catch (SQLException e) {
      sleep();
      return false;
    }
  }

  private static void sleep() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
