package org.racprovider.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's PgBouncer in transaction mode, as it comes, before a PostgreSQL. */
public final class PgBouncer implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  /** So few sessions that every client gets those of others, and a retry sooner than after 15 s. */
  private static final String SETTINGS =
      """
      [databases]
      * = host=127.0.0.1 port=%d user=postgres
      [pgbouncer]
      listen_addr = 127.0.0.1
      listen_port = %d
      unix_socket_dir =
      auth_type = any
      pool_mode = transaction
      default_pool_size = 3
      server_login_retry = 1
      """;

  private final Path log;
  private final int port;
  private final Process process;

  private PgBouncer(Path log, int port, Process process) {
    this.log = log;
    this.port = port;
    this.process = process;
  }

  /** The program, where it is installed. */
  public static Optional<Path> program() {
    return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * Starts it.
   *
   * @param folder an empty one of its own
   */
  public static PgBouncer start(Path folder, int postgresPort)
      throws IOException, InterruptedException {
    int port = ServerProcess.freePort();
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(settings, SETTINGS.formatted(postgresPort, port));
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command(settings))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    PgBouncer started = new PgBouncer(log, port, process);
    started.await();
    return started;
  }

  /** The address by way of it. */
  public String uri() {
    return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }

  private static List<String> command(Path settings) {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // It refuses to run as root; in a user namespace it does not see that it does.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(program().orElseThrow().toString(), settings.toString()));
    return command;
  }

  private void await() throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20 && process.isAlive(); i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IOException(Files.readString(log));
  }
}
