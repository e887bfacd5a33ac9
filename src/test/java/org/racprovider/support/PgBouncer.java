package org.racprovider.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Debian's PgBouncer in transaction mode, between a server and its PostgreSQL. */
public final class PgBouncer implements AutoCloseable {

  private static final int TIMEOUT_SECONDS = 60;

  /** Few sessions, so that clients share them; a failed login is retried after 1 s, not 15 s. */
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

  private final int port;
  private final BackgroundProcess process;

  private PgBouncer(int port, BackgroundProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it; the test is skipped if it is not installed.
   *
   * @param folder an empty folder of its own
   */
  public static PgBouncer start(Path folder, int postgresPort)
      throws IOException, InterruptedException {
    Path program = Tools.require("pgbouncer");
    int port = FreePort.find();
    Path settings = folder.resolve("pgbouncer.ini");
    Files.writeString(settings, SETTINGS.formatted(postgresPort, port));
    List<String> command = new ArrayList<>(BackgroundProcess.withoutRoot(program.toString()));
    command.add(settings.toString());
    PgBouncer started =
        new PgBouncer(port, BackgroundProcess.start(folder.resolve("log"), Map.of(), command));
    started.await();
    return started;
  }

  /** The address of the database through this PgBouncer. */
  public String uri() {
    return "postgresql://postgres:postgres@127.0.0.1:" + port + "/postgres";
  }

  @Override
  public void close() {
    process.close();
  }

  private void await() throws IOException, InterruptedException {
    for (int i = 0; i < TIMEOUT_SECONDS * 20 && process.isAlive(); i++) {
      try {
        new Socket(InetAddress.getLoopbackAddress(), port).close();
        return;
      } catch (IOException notYet) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
    throw new IOException(process.output());
  }
}
