package org.racprovider.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.racprovider.support.ServerProcess;

/**
 * Creates processes of the packaged server, which run as in the container image.
 *
 * @param jvmOptions in addition to those of the image and the command line
 */
record ServerFactory(
    BenchmarkOptions options, BenchmarkDatabase database, List<String> jvmOptions) {

  private static final Path JAR = Path.of("target/rac-provider-server.jar");

  /**
   * Returns a server that is not started. It also gets the {@code RAC_*} variables of the shell, so
   * that settings can be tried.
   *
   * @throws IllegalStateException if the jar is not built
   */
  ServerProcess create(Map<String, String> settings) {
    if (Files.notExists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: run mvn -q -DskipTests package");
    }
    List<String> command = new ArrayList<>();
    command.addAll(List.of(options.java, "@src/main/docker/jvm.options"));
    command.addAll(options.jvmOptions);
    command.addAll(jvmOptions);
    command.addAll(List.of("-jar", JAR.toString()));
    Map<String, String> variables = new HashMap<>(System.getenv());
    variables.keySet().removeIf(name -> !name.startsWith("RAC_"));
    variables.putAll(settings);
    variables.put("RAC_DATABASE_URL", database.url());
    variables.put("RAC_JWT_SECRET", BenchmarkRequest.SECRET);
    return new ServerProcess(command, options.serverLog(), variables);
  }
}
