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

/** A TCP proxy on the loopback address that simulates network faults. It starts without faults. */
public final class FaultProxy implements AutoCloseable {

  private final ServerSocket listener;
  private final int target;
  private final Set<Link> links = ConcurrentHashMap.newKeySet();
  private volatile boolean stalled;
  private volatile boolean silent;
  private volatile boolean cuttingResponses;
  private volatile Duration latency = Duration.ZERO;

  /**
   * @param target the port of the loopback address that it forwards to
   */
  public FaultProxy(int target) throws IOException {
    this.target = target;
    this.listener = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    start("accept", this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The number of connections that its clients hold open. */
  public long open() {
    return links.size();
  }

  /** Ends every fault for new connections, and forwards the bytes that {@link #stall} held back. */
  public void pass() {
    stalled = false;
    silent = false;
    cuttingResponses = false;
    latency = Duration.ZERO;
  }

  /** Holds back all bytes, in both directions, until {@link #pass}. */
  public void stall() {
    stalled = true;
  }

  /** Accepts new connections and never sends a byte on them. */
  public void acceptWithoutResponding() {
    silent = true;
  }

  /** Closes a connection instead of forwarding the next response on it. */
  public void cutResponses() {
    cuttingResponses = true;
  }

  /** Delays each packet. */
  public void delay(Duration each) {
    latency = each;
  }

  /** Closes all connections. */
  public void cut() {
    links.forEach(Link::close);
  }

  /** Drops all bytes on the connections that exist now; new connections work. */
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
          start("responses", () -> pump(server, client, true));
        }
        pump(client, server, false);
      } catch (IOException refused) {
        close();
      }
    }

    private void pump(Socket from, Socket to, boolean responses) throws IOException {
      try {
        InputStream in = from.getInputStream();
        byte[] buffer = new byte[65_536];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
          forward(buffer, read, to, responses);
        }
      } finally {
        if (!lost || from == client) {
          close();
        }
      }
    }

    private void forward(byte[] bytes, int length, Socket to, boolean response) throws IOException {
      sleep(latency.toMillis());
      while (stalled) {
        sleep(5);
      }
      if (response && cuttingResponses) {
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
