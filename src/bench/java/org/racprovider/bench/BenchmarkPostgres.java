package org.racprovider.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.racprovider.support.PostgresServer;

/**
 * The PostgreSQL server of the options, or one that the benchmark starts.
 *
 * @param data of the started server; they are deleted at the end
 */
record BenchmarkPostgres(URI uri, Optional<PostgresServer> started, Path data)
    implements AutoCloseable {

  /** The only setting that is not PostgreSQL's default: pgbench opens up to 512 connections. */
  private static final String SETTING = "max_connections=600";

  static BenchmarkPostgres of(BenchmarkOptions options) throws IOException {
    Path data = options.folder().resolve("postgresql");
    if (options.database != null) {
      return new BenchmarkPostgres(URI.create(options.database), Optional.empty(), data);
    }
    FileUtils.deleteDirectory(data.toFile());
    PostgresServer started = PostgresServer.installedIn(options.folder(), SETTING);
    Runtime.getRuntime().addShutdownHook(new Thread(started::kill, "kill PostgreSQL"));
    return new BenchmarkPostgres(URI.create(started.uri()), Optional.of(started), data);
  }

  /** The processor time of all its processes; NaN if unknown. */
  double cpuSeconds() {
    return started.map(server -> new ProcessUsage(server.pid()).cpuSeconds()).orElse(Double.NaN);
  }

  @Override
  public void close() throws IOException {
    if (started.isPresent()) {
      started.get().close();
      FileUtils.deleteDirectory(data.toFile());
    }
  }
}
