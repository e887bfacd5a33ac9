package org.racprovider.attack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

/**
 * Many connections of one script, all served by one thread. A connection that the server closes is
 * replaced by another one, at a limited rate: a loop of refused connections would take the
 * processors of the machine, and not the memory of the server.
 */
final class Swarm implements AutoCloseable {

  private static final int OPENED_AT_ONCE = 200;
  private static final long NANOS_PER_REPLACEMENT = 2_000_000;
  private static final int RECEIVE_BUFFER = 2048;
  private static final long ROUND_MILLIS = 10;
  private static final int ROUNDS_OF_TRICKLE = 20;

  private final InetSocketAddress address;
  private final Script script;
  private final int wanted;
  private final Selector selector = Selector.open();
  private final ByteBuffer received = ByteBuffer.allocateDirect(65_536);
  private int started;
  private int connecting;
  private long lastReplacement;
  private int round;

  Swarm(int port, int wanted, Script script) throws IOException {
    this.address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    this.wanted = wanted;
    this.script = script;
  }

  /** Runs a swarm until the deadline. */
  static void run(int port, int connections, Script script, Deadline deadline) throws IOException {
    try (Swarm swarm = new Swarm(port, connections, script)) {
      while (!deadline.hasPassed()) {
        swarm.step();
      }
    }
  }

  /** Does the same in a thread of its own. */
  static CompletableFuture<Void> start(
      int port, int connections, Script script, Deadline deadline) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            run(port, connections, script, deadline);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        swarm -> new Thread(swarm, "swarm").start());
  }

  private void step() throws IOException {
    open();
    selector.select(ROUND_MILLIS);
    for (SelectionKey key : selector.selectedKeys()) {
      serve(key);
    }
    selector.selectedKeys().clear();
    if (++round % ROUNDS_OF_TRICKLE == 0 && script.trickle().length > 0) {
      selector.keys().forEach(this::trickle);
    }
  }

  private void open() throws IOException {
    int missing = wanted - selector.keys().size();
    int first = Math.min(missing, wanted - started);
    int count = first > 0 ? Math.min(first, OPENED_AT_ONCE - connecting) : replacements();
    for (int i = 0; i < Math.min(missing, count); i++) {
      connect(started++);
    }
  }

  private int replacements() {
    long now = System.nanoTime();
    int count = (int) Math.min(OPENED_AT_ONCE, (now - lastReplacement) / NANOS_PER_REPLACEMENT);
    lastReplacement = count > 0 ? now : lastReplacement;
    return count;
  }

  private void connect(int number) throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (!script.reads()) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, RECEIVE_BUFFER);
    }
    channel.configureBlocking(false);
    connecting++;
    SelectionKey key = channel.register(selector, SelectionKey.OP_CONNECT);
    key.attach(new Connection(channel, script.opening().apply(number)));
    try {
      channel.connect(address);
    } catch (IOException refused) {
      connecting--;
      close(key);
    }
  }

  private void serve(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    try {
      if (key.isConnectable()) {
        connecting--;
        connection.channel.finishConnect();
        key.interestOps(SelectionKey.OP_WRITE | connection.readInterest());
      }
      if (key.isWritable()) {
        connection.write(key);
      }
      if (key.isReadable()) {
        connection.read(key);
      }
    } catch (IOException closed) {
      close(key);
    }
  }

  private void trickle(SelectionKey key) {
    Connection connection = (Connection) key.attachment();
    if (key.isValid() && connection.isIdle()) {
      connection.send(script.trickle());
      key.interestOps(SelectionKey.OP_WRITE | connection.readInterest());
    }
  }

  private static void close(SelectionKey key) {
    key.cancel();
    try {
      key.channel().close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    selector.keys().forEach(Swarm::close);
    selector.close();
  }

  private final class Connection {
    private final SocketChannel channel;
    private final Queue<ByteBuffer> unsent = new ArrayDeque<>();
    private boolean answered;

    Connection(SocketChannel channel, byte[] opening) {
      this.channel = channel;
      this.answered = script.answer().length == 0;
      send(opening);
    }

    void send(byte[] bytes) {
      unsent.add(ByteBuffer.wrap(bytes));
    }

    boolean isIdle() {
      return channel.isConnected() && unsent.isEmpty() && answered;
    }

    int readInterest() {
      return script.reads() || !answered ? SelectionKey.OP_READ : 0;
    }

    void write(SelectionKey key) throws IOException {
      while (!unsent.isEmpty() && channel.write(unsent.peek()) >= 0) {
        if (unsent.peek().hasRemaining()) {
          return;
        }
        unsent.remove();
      }
      key.interestOps(readInterest());
    }

    void read(SelectionKey key) throws IOException {
      if (channel.read(received.clear()) < 0) {
        throw new IOException("closed");
      }
      if (!answered) {
        answered = true;
        send(script.answer());
        key.interestOps(SelectionKey.OP_WRITE | readInterest());
      }
    }
  }
}
