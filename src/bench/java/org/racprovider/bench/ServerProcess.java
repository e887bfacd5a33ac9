package org.racprovider.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The packaged server as a process of its own, on a free port of the loopback interface. */
final class ServerProcess implements AutoCloseable {

  private static final Path JAR = Path.of("target/rac-provider-server.jar");
  private static final Path JVM_OPTIONS = Path.of("src/main/docker/jvm.options");
  private static final long STOP_SECONDS = 60;

  private final Process process;
  private final int port;

  private ServerProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /**
   * The command that starts the server as the container image does.
   *
   * @param more options for the JVM
   * @throws IllegalStateException when the jar is not built
   */
  static List<String> command(Options options, List<String> more) {
    if (Files.notExists(JAR)) {
      throw new IllegalStateException(JAR + " is missing: run mvn -q -DskipTests package");
    }
    List<String> command = new ArrayList<>();
    command.add(options.java().toString());
    command.add("@" + JVM_OPTIONS);
    command.addAll(options.jvmOptions());
    command.addAll(more);
    command.addAll(List.of("-jar", JAR.toString()));
    return command;
  }

  /**
   * Starts it; it does not answer yet.
   *
   * @param variables before those of the shell, which are kept: settings can be tried so
   */
  static ServerProcess start(List<String> command, Map<String, String> variables, Path log)
      throws IOException {
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Redirect.appendTo(log.toFile()));
    builder.environment().putAll(variables);
    builder.environment().put("RAC_HTTP_HOST", "127.0.0.1");
    builder.environment().put("RAC_HTTP_PORT", Integer.toString(port));
    builder.environment().put("RAC_MANAGEMENT_PORT", "0");
    Process process = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "stop server"));
    return new ServerProcess(process, port);
  }

  int port() {
    return port;
  }

  ProcessTree processes() {
    return new ProcessTree(process.pid());
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Halts it, connections and all, so that it takes nothing from what is measured meanwhile. */
  void pause() throws IOException, InterruptedException {
    signal("STOP");
  }

  /** Lets it go on. */
  void resume() throws IOException, InterruptedException {
    signal("CONT");
  }

  @Override
  public void close() {
    process.destroy();
    process
        .onExit()
        .completeOnTimeout(process, STOP_SECONDS, TimeUnit.SECONDS)
        .thenAccept(Process::destroyForcibly)
        .join();
  }

  private void signal(String name) throws IOException, InterruptedException {
    new Command("kill", "-" + name, Long.toString(process.pid())).output();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
