package org.racprovider.dev;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A PostgreSQL that keeps its data in a folder between runs. One process at a time has the folder;
 * what a killed process left behind, a running PostgreSQL included, is cleared away.
 */
final class DevelopmentDatabase implements AutoCloseable {

  private static final Duration START = Duration.ofSeconds(60);
  private static final Duration STOP = Duration.ofSeconds(10);

  private final FileChannel lock;
  private final EmbeddedPostgres postgres;

  private DevelopmentDatabase(FileChannel lock, EmbeddedPostgres postgres) {
    this.lock = lock;
    this.postgres = postgres;
  }

  /**
   * Starts PostgreSQL on a free port of the loopback interface.
   *
   * @param folder made when absent; everything that is kept is in it
   * @throws IllegalStateException when another process has the folder
   */
  static DevelopmentDatabase start(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel lock = lock(folder);
    Path data = folder.resolve("postgresql");
    Path complete = folder.resolve("postgresql.complete");
    stopOrphan(data);
    if (Files.notExists(complete)) {
      delete(data);
    }
    EmbeddedPostgres postgres = startPostgres(folder, data);
    Files.writeString(complete, "The data folder was made completely.\n");
    return new DevelopmentDatabase(lock, postgres);
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

  private static EmbeddedPostgres startPostgres(Path folder, Path data) throws IOException {
    Path log = folder.resolve("postgresql.log");
    Files.deleteIfExists(log);
    return EmbeddedPostgres.builder()
        .setOverrideWorkingDirectory(folder.resolve("binaries").toFile())
        .setDataDirectory(data)
        .setCleanDataDirectory(false)
        .setRegisterShutdownHook(false)
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setOutputRedirector(Redirect.appendTo(log.toFile()))
        .setPGStartupWait(START)
        .start();
  }

  private static void stopOrphan(Path data) throws IOException {
    Path pidFile = data.resolve("postmaster.pid");
    if (Files.exists(pidFile)) {
      long pid = Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
      ProcessHandle.of(pid)
          .filter(process -> serves(process, data))
          .ifPresent(DevelopmentDatabase::stop);
      // Its number may be another process's by now, for which PostgreSQL would refuse to start.
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

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /** The address as {@code RAC_DATABASE_URL} has it. */
  String url() {
    return "postgresql://postgres:postgres@127.0.0.1:" + postgres.getPort() + "/postgres";
  }

  @Override
  public void close() throws IOException {
    postgres.close();
    lock.close();
  }
}
