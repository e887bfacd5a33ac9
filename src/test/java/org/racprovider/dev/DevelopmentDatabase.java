package org.racprovider.dev;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.racprovider.support.PostgresServer;

/**
 * A PostgreSQL that keeps its data in a folder between runs. A lock allows one process at a time to
 * use the folder. The start stops a PostgreSQL that a killed process left running.
 */
final class DevelopmentDatabase implements AutoCloseable {

  private static final Duration STOP = Duration.ofSeconds(10);

  private final FileChannel lock;
  private final PostgresServer postgres;

  private DevelopmentDatabase(FileChannel lock, PostgresServer postgres) {
    this.lock = lock;
    this.postgres = postgres;
  }

  /**
   * Starts PostgreSQL on a free port of the loopback interface.
   *
   * @param folder is created if absent
   * @throws IllegalStateException when another process uses the folder
   */
  static DevelopmentDatabase start(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock = lock(folder);
    stopOrphan(folder.resolve("postgresql"));
    return new DevelopmentDatabase(lock, PostgresServer.in(folder));
  }

  private static FileChannel lock(Path folder) throws IOException {
    Path file = folder.resolve("lock");
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!acquire(channel)) {
      channel.close();
      throw new IllegalStateException(folder + " is in use by another development server.");
    }
    return channel;
  }

  private static boolean acquire(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException heldByThisProcess) {
      return false;
    }
  }

  private static void stopOrphan(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (Files.exists(pidFile)) {
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
      ProcessHandle.of(pid)
          .filter(process -> serves(process, data))
          .ifPresent(DevelopmentDatabase::stop);
      // PostgreSQL refuses to start if another process has this number by now.
      Files.deleteIfExists(pidFile);
    }
  }

  private static boolean serves(ProcessHandle process, Path data) {
    return process.info().commandLine().filter(line -> line.contains(data.toString())).isPresent();
  }

  private static void stop(ProcessHandle postmaster) {
    postmaster.destroy();
    postmaster
        .onExit()
        .completeOnTimeout(postmaster, STOP.toSeconds(), TimeUnit.SECONDS)
        .thenAccept(ProcessHandle::destroyForcibly)
        .join();
  }

  /** The {@code postgresql://} address. */
  String url() {
    return postgres.uri();
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    lock.close();
  }
}
