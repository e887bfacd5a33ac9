package org.racprovider.dev;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.racprovider.Server;

/**
 * The server with its own PostgreSQL, to try it out. It listens on the loopback interface and has a
 * random signing key and example data. It keeps everything in the folder {@code data}.
 */
public final class DevelopmentServer implements AutoCloseable {

  private static final long STOP_SECONDS = 15;

  private final DevelopmentDatabase database;
  private final Server server;

  private DevelopmentServer(DevelopmentDatabase database, Server server) {
    this.database = database;
    this.server = server;
  }

  /** Runs until a signal ends the process. */
  public static void main(String[] args) throws InterruptedException {
    var server = new CompletableFuture<DevelopmentServer>();
    stopAtExit(server);
    try {
      var settings = DevelopmentSettings.of(Path.of("").toAbsolutePath(), System.getenv());
      var token = DevelopmentToken.random();
      server.complete(start(settings, token));
      System.out.println(welcome(settings, token));
    } catch (Exception e) {
      server.cancel(false);
      System.err.println("The development server cannot start: " + e.getMessage());
      System.exit(1);
    }
    Thread.currentThread().join();
  }

  // If a signal comes while the database starts, both are stopped after the start.
  private static void stopAtExit(CompletableFuture<DevelopmentServer> server) {
    Runnable stop =
        () -> server.thenAccept(DevelopmentServer::close).exceptionally(e -> null).join();
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
  }

  private static DevelopmentServer start(DevelopmentSettings settings, DevelopmentToken token)
      throws Exception {
    requireFreePort(settings);
    DevelopmentDatabase database = DevelopmentDatabase.start(settings.folder());
    try {
      Map<String, String> environment = settings.with(database.url(), token.secret());
      return new DevelopmentServer(database, Server.start(environment).await());
    } catch (Exception e) {
      database.close();
      throw e;
    }
  }

  // Checked first, because the start of the database takes seconds.
  private static void requireFreePort(DevelopmentSettings settings) throws IOException {
    InetAddress host = InetAddress.getByName(settings.host());
    try {
      new ServerSocket(settings.port(), 1, host).close();
    } catch (BindException e) {
      throw new IllegalStateException(
          "port %d of %s is in use; choose another with RAC_HTTP_PORT."
              .formatted(settings.port(), settings.host()),
          e);
    }
  }

  private static String welcome(DevelopmentSettings settings, DevelopmentToken token)
      throws IOException {
    String encoded = token.encode(Instant.now());
    writePrivately(settings.tokenFile(), encoded);
    JsonObject referenceData =
        new JsonObject(Buffer.buffer(Files.readAllBytes(settings.referenceData())));
    return new Welcome(settings, encoded, referenceData).message();
  }

  private static void writePrivately(Path file, String content) throws IOException {
    var onlyOwner =
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    Path draft = Files.createTempFile(file.getParent(), "token", null, onlyOwner);
    Files.writeString(draft, content);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Stops the server, then its database. */
  @Override
  public void close() {
    try (database) {
      server.stop().await(STOP_SECONDS, TimeUnit.SECONDS);
      System.out.println("Stopped the server; stopping the database.");
    } catch (Exception e) {
      System.err.println("Stopping failed: " + e.getMessage());
    }
  }
}
