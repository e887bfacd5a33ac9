package org.racprovider.attack;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.FreePort;
import org.racprovider.support.Tools;

/** HAProxy with the configuration of Compose, in front of one server of the loopback address. */
final class HaProxy implements AutoCloseable {

  private static final Path CONFIGURATION = Path.of("conf/haproxy.cfg");
  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  private final int port;
  private final BackgroundProcess process;

  private HaProxy(int port, BackgroundProcess process) {
    this.port = port;
    this.process = process;
  }

  /**
   * Starts it; the test is skipped if it is not installed.
   *
   * @param folder a folder of its own
   */
  static HaProxy start(Path folder, Target server) throws IOException {
    Path program = Tools.require("haproxy");
    int port = FreePort.find();
    Path file = folder.resolve("haproxy.cfg");
    Files.writeString(file, configuration(port, server));
    List<String> command = List.of(program.toString(), "-f", file.toString());
    HaProxy started =
        new HaProxy(port, BackgroundProcess.start(folder.resolve("log"), Map.of(), command));
    await().atMost(TIMEOUT).until(started::accepts);
    return started;
  }

  /** The names and addresses of Compose are replaced. */
  private static String configuration(int port, Target server) throws IOException {
    return Files.readString(CONFIGURATION)
        .replace("bind :9000", "bind 127.0.0.1:" + port)
        .replace("bind 127.0.0.1:8404", "bind 127.0.0.1:" + FreePort.find())
        .replace(" resolvers compose init-addr none", "")
        .replace("port 9300", "port " + server.managementPort())
        .replaceAll("server-template .*", "server one 127.0.0.1:" + server.port());
  }

  private boolean accepts() {
    try {
      new Socket(InetAddress.getLoopbackAddress(), port).close();
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    process.close();
  }
}
