package org.racprovider.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * A TCP proxy on the loopback address that does to its connections what networks do. It starts
 * passing everything on.
 */
public final class FaultProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile boolean stalled;
  private volatile boolean silent;
  private volatile boolean cuttingAnswers;
  private volatile Duration latency = Duration.ZERO;

  /**
   * @param target the port on the loopback address that connections are passed on to
   */
  public FaultProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** How many connections its clients hold open. */
  public long open() {
    return links.size();
  }

  /** Ends every fault for connections to come, and lets go of what is held back. */
  public void pass() {
    stalled = false;
    silent = false;
    cuttingAnswers = false;
    latency = Duration.ZERO;
  }

  /** Holds back everything, in both directions, until {@link #pass}. */
  public void stall() {
    stalled = true;
  }

  /** Takes new connections and never answers on them. */
  public void acceptAndBeSilent() {
    silent = true;
  }

  /** Closes a connection in place of the next answer on it: what was asked for is done. */
  public void cutAnswers() {
    cuttingAnswers = true;
  }

  /** Delays each packet. */
  public void delay(Duration each) {
    latency = each;
  }

  /** Closes all connections. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Loses everything on the connections of now; new ones work. */
  public void loseOldConnections() {
    links.forEach(link -> link.lost = true);
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    cut();
  }

  private void accept() throws IOException {
    while (true) {
      Link link = new Link(listener.accept());
      links.add(link);
      start("connect", link::open);
    }
  }

  private interface Pump {
    void run() throws IOException;
  }

  private static void start(String name, Pump pump) {
    Thread thread =
        new Thread(
            () -> {
              try {
                pump.run();
              } catch (IOException closed) {
                Thread.currentThread().interrupt();
              }
            },
            "proxy-" + name);
    thread.setDaemon(true);
    thread.start();
  }

  private static void sleep(long millis) throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private final class Link {
    private final Socket client;
    private final Socket server = new Socket();
    private volatile boolean lost = silent;

    Link(Socket client) {
      this.client = client;
    }

    void open() throws IOException {
      try {
        client.setTcpNoDelay(true);
        if (!lost) {
          server.setTcpNoDelay(true);
          server.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), target));
          start("answers", () -> pump(server, client, true));
        }
        pump(client, server, false);
      } catch (IOException refused) {
        close();
      }
    }

    private void pump(Socket from, Socket to, boolean answers) throws IOException {
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[65_536];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          forward(buffer, read, to, answers);
        }
      } finally {
        if (!lost || from == client) {
          close();
        }
      }
    }

    private void forward(byte[] bytes, int length, Socket to, boolean answer) throws IOException {
      sleep(latency.toMillis());
      while (stalled) {
        sleep(5);
      }
      if (answer && cuttingAnswers) {
        throw new IOException("cut");
      }
      if (!lost) {
        OutputStream out = to.getOutputStream();
        out.write(bytes, 0, length);
        out.flush();
      }
    }

    void close() {
      links.remove(this);
      for (Socket socket : new Socket[] {client, server}) {
        try {
          socket.close();
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }
}
