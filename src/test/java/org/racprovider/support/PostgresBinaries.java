package org.racprovider.support;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;
import org.tukaani.xz.XZInputStream;

/** The programs of the PostgreSQL version that the test class path holds as an archive. */
final class PostgresBinaries {

  private static final int EXECUTABLE = 0100;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /**
   * Unpacks the programs, unless that was done before.
   *
   * @param folder holds a folder for each version
   */
  static synchronized PostgresBinaries unpack(Path folder) throws IOException {
    byte[] archive = archive();
    CRC32 checksum = new CRC32();
    checksum.update(archive);
    Path version = folder.resolve("postgresql-%08x".formatted(checksum.getValue()));
    Files.createDirectories(folder);
    try (FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      // Another test process may need the same version.
      lock.lock();
      if (Files.notExists(version)) {
        unpackCompletely(archive, version);
      }
    }
    return new PostgresBinaries(version.resolve("bin").toAbsolutePath());
  }

  /** Starts a program. Its output goes to {@code log}. */
  BackgroundProcess start(String program, List<String> arguments, Path log) throws IOException {
    List<String> command =
        new ArrayList<>(BackgroundProcess.withoutRoot(folder.resolve(program).toString()));
    command.addAll(arguments);
    return BackgroundProcess.start(log, Map.of(), command);
  }

  /** Creates a data folder, and moves it into place when it is complete. */
  void initialise(Path data, String user, Path log) throws IOException {
    Path draft = data.resolveSibling(data.getFileName() + ".draft");
    FileUtils.deleteDirectory(draft.toFile());
    List<String> arguments =
        List.of("-D", draft.toString(), "-U", user, "-A", "trust", "-E", "UTF8", "--no-sync");
    try {
      BackgroundProcess initdb = start("initdb", arguments, log);
      if (initdb.awaitExit(TIMEOUT) != 0) {
        throw new IOException(initdb.output());
      }
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    Files.move(draft, data, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Moves the programs into place when all are unpacked. */
  private static void unpackCompletely(byte[] archive, Path version) throws IOException {
    Path draft = Files.createTempDirectory(version.getParent(), "draft");
    unpack(archive, draft);
    Files.move(draft, version, StandardCopyOption.ATOMIC_MOVE);
  }

  private static byte[] archive() throws IOException {
    String architecture = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
    try (InputStream in =
        DefaultPostgresBinaryResolver.INSTANCE.getPgBinary("Linux", architecture)) {
      return in.readAllBytes();
    }
  }

  private static void unpack(byte[] archive, Path folder) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, folder.resolve(entry.getName()));
      }
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(tar, file);
      file.toFile().setExecutable((entry.getMode() & EXECUTABLE) != 0, false);
    }
  }
}
