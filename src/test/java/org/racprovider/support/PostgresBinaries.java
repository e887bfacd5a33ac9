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
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.io.FileUtils;
import org.tukaani.xz.XZInputStream;

/** The programs of a PostgreSQL version. */
final class PostgresBinaries {

  /** The system property that selects the programs: a folder, or one of the two words below. */
  private static final String SELECTION = "postgres";

  private static final String INSTALLED = "installed";
  private static final String EMBEDDED = "embedded";

  /** Where Debian installs PostgreSQL: a folder for each version. */
  private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

  private static final Path UNPACKED =
      Path.of(
          System.getProperty("java.io.tmpdir"),
          "rac-provider-postgresql-" + System.getProperty("user.name"));

  private static final int EXECUTABLE = 0100;

  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final Path folder;

  private PostgresBinaries(Path folder) {
    this.folder = folder;
  }

  /**
   * The programs that the system property selects.
   *
   * @param preferInstalled the default: installed ones, if there are any; otherwise those of the
   *     class path
   */
  static PostgresBinaries find(boolean preferInstalled) throws IOException {
    boolean installed = preferInstalled && newest().isPresent();
    return find(System.getProperty(SELECTION, installed ? INSTALLED : EMBEDDED));
  }

  private static PostgresBinaries find(String selection) throws IOException {
    Path folder =
        switch (selection) {
          case EMBEDDED -> unpacked(UNPACKED);
          case INSTALLED -> newest().orElse(DEBIAN);
          default -> Path.of(selection);
        };
    if (!Files.isExecutable(folder.resolve("postgres"))) {
      throw new IOException("There is no PostgreSQL in " + folder);
    }
    return new PostgresBinaries(folder.toAbsolutePath());
  }

  /** The programs of the highest version that is installed. */
  private static Optional<Path> newest() throws IOException {
    if (Files.notExists(DEBIAN)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIAN)) {
      return versions
          .filter(version -> Files.isExecutable(version.resolve("bin/postgres")))
          .max(Comparator.comparing(version -> Integer.valueOf(version.getFileName().toString())))
          .map(version -> version.resolve("bin"));
    }
  }

  /**
   * The programs of the archive on the class path, which are unpacked unless that was done before.
   *
   * @param folder holds a folder for each version
   */
  private static synchronized Path unpacked(Path folder) throws IOException {
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
    return version.resolve("bin");
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
