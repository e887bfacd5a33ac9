package org.racprovider.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A TCP load balancer: it distributes new connections in turn to the servers that are ready. */
public final class Balancer implements AutoCloseable {

  private static final long PROBE_MILLIS = 100;

  private final ServerSocket listener;
  private final List<ServerProcess> servers;
  private final Set<ServerProcess> ready = ConcurrentHashMap.newKeySet();
  private final AtomicInteger turn = new AtomicInteger();
  private volatile boolean closed;

  public Balancer(List<ServerProcess> servers) throws IOException {
    this.servers = servers;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    ready.addAll(servers);
    start(this::probe);
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    closed = true;
    listener.close();
  }

  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private static void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException | InterruptedException ended) {
                Thread.currentThread().interrupt();
              }
            },
            "balancer");
    thread.setDaemon(true);
    thread.start();
  }

  private void probe() throws InterruptedException {
    while (!closed) {
      for (ServerProcess server : servers) {
        if (server.isReady()) {
          ready.add(server);
        } else {
          ready.remove(server);
        }
      }
      TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
    }
  }

  private void accept() throws IOException, InterruptedException {
    while (true) {
      Socket client = listener.accept();
      Socket server = connect();
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      start(() -> pump(client, server));
      start(() -> pump(server, client));
    }
  }

  /** Connects to another server when the first choice stopped since its last probe. */
  private Socket connect() throws InterruptedException {
    while (true) {
      List<ServerProcess> choices = servers.stream().filter(ready::contains).toList();
      if (choices.isEmpty()) {
        TimeUnit.MILLISECONDS.sleep(PROBE_MILLIS);
        continue;
      }
      ServerProcess choice = choices.get(turn.getAndIncrement() % choices.size());
      try {
        return new Socket(InetAddress.getLoopbackAddress(), choice.port());
      } catch (IOException gone) {
        ready.remove(choice);
      }
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    try (from;
        to) {
      byte[] buffer = new byte[65_536];
      for (int read = from.getInputStream().read(buffer);
          read >= 0;
          read = from.getInputStream().read(buffer)) {
        to.getOutputStream().write(buffer, 0, read);
      }
    }
  }
}
