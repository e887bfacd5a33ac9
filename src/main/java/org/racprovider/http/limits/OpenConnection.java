package org.racprovider.http.limits;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What is known about an open connection by those that choose which one to close. Its event loop
 * changes it; any thread may read and close it.
 */
final class OpenConnection {

  private static final AttributeKey<OpenConnection> KEY =
      AttributeKey.valueOf(OpenConnection.class.getName());

  private static final long CLOSED = -1;

  private enum State {
    /** It waits for the client, which may have sent a part of a request. */
    WAITING,
    /** It processes a complete request. */
    SERVING,
    /** It is a WebSocket whose client has not sent a valid token. */
    SOCKET_WITHOUT_TOKEN,
    /** It is a WebSocket of a known caller. */
    SOCKET
  }

  private final Channel channel;
  private final OpenConnections connections;
  private final String address;
  private final AtomicLong input = new AtomicLong();
  private volatile State state = State.WAITING;

  /** The caller of its latest request with a valid token; null if there was none. */
  private volatile String subject;

  private volatile long since = System.nanoTime();

  OpenConnection(Channel channel, OpenConnections connections) {
    this.channel = channel;
    this.connections = connections;
    this.address =
        channel.remoteAddress() instanceof InetSocketAddress remote ? remote.getHostString() : "";
    channel.attr(KEY).set(this);
  }

  /** The one of a channel, or null if its server does not limit connections. */
  static OpenConnection of(Channel channel) {
    return channel.attr(KEY).get();
  }

  /** Whether its client has sent a valid token. */
  boolean isKnown() {
    return subject != null;
  }

  /** Whom it is charged to: the caller, or the address of a client that is not known. */
  String owner() {
    return subject == null ? address : subject;
  }

  /** Notes that the client has sent a valid token of this caller. */
  void usedBy(String caller) {
    subject = caller;
    if (isSocket()) {
      change(State.SOCKET);
    }
  }

  /** The memory that is reserved for its input. */
  long input() {
    return input.get();
  }

  /** The time of its last change, as a value of {@link System#nanoTime}. */
  long since() {
    return since;
  }

  boolean isWaiting() {
    return state == State.WAITING;
  }

  /** Whether it was upgraded to a WebSocket. */
  boolean isSocket() {
    return state == State.SOCKET || state == State.SOCKET_WITHOUT_TOKEN;
  }

  boolean isSocketWithoutToken() {
    return state == State.SOCKET_WITHOUT_TOKEN;
  }

  boolean isClosed() {
    return input.get() == CLOSED;
  }

  void waiting() {
    if (!isSocket()) {
      change(State.WAITING);
    }
  }

  void serving() {
    change(State.SERVING);
  }

  void upgraded() {
    change(State.SOCKET_WITHOUT_TOKEN);
    connections.limitSocketsWithoutToken();
  }

  private void change(State next) {
    since = System.nanoTime();
    state = next;
  }

  /** Changes the memory that is reserved for its input. This may close it, or others. */
  void setInput(long bytes) {
    long before = input.get();
    if (before == CLOSED || before == bytes) {
      return;
    }
    if (bytes > before && !connections.reserve(this, bytes - before)) {
      return;
    }
    // Another thread may have closed it, which released what was reserved before.
    long released = input.compareAndSet(before, bytes) ? before - bytes : bytes - before;
    if (released > 0) {
      connections.release(released);
    }
  }

  /** Closes the connection. Its memory counts as free at once. */
  void close() {
    long reserved = input.getAndSet(CLOSED);
    if (reserved != CLOSED) {
      connections.release(reserved);
      connections.remove(this);
      // Below Vert.x and TLS, which would wait until the client has read all output.
      channel.eventLoop().execute(() -> channel.unsafe().close(channel.voidPromise()));
    }
  }
}
