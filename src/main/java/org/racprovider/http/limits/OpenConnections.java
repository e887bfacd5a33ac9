package org.racprovider.http.limits;

import io.netty.channel.Channel;
import io.vertx.core.transport.Transport;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that the server has accepted, those whose TLS handshake is not complete included.
 * When a limit is reached, it closes another connection instead of refusing the new one: clients
 * that hold connections without using them shall not keep others out. Shared by all threads.
 */
public final class OpenConnections {

  /** The heap that an idle connection costs, in its objects and those of Netty and Vert.x. */
  static final int CONNECTION_BYTES = 9 << 10;

  /** The heap that a TLS connection costs besides, in Java's TLS engine. */
  static final int TLS_BYTES = 8 << 10;

  /** A browser sends its token as soon as its WebSocket is open. */
  private static final int MAX_SOCKETS_WITHOUT_TOKEN = 100;

  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  private final int max;
  private final int bytesOfEach;
  private final MemoryBudget memory;
  private final Set<OpenConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * Lowers the maximum, with a warning, if so many connections do not fit into their share of the
   * memory.
   *
   * @param max the maximum number of open connections
   * @param tls whether clients connect with TLS
   */
  public OpenConnections(int max, boolean tls, MemoryBudget memory) {
    this.bytesOfEach = tls ? CONNECTION_BYTES + TLS_BYTES : CONNECTION_BYTES;
    this.memory = memory;
    this.max = (int) Math.min(max, memory.limit(Share.CONNECTIONS) / bytesOfEach);
    if (this.max < max) {
      LOG.atWarn()
          .addKeyValue("configured", max)
          .addKeyValue("limit", this.max)
          .log("The heap is too small for RAC_HTTP_MAX_CONNECTIONS");
    }
  }

  /**
   * The transport of a Vert.x instance, which adds the connections of an HTTP server from the
   * moment they are accepted.
   *
   * @param port the port in the options of that server
   */
  public Transport transport(int port) {
    Transport best = Transport.nativeTransport();
    return GuardedTransport.of(best != null && best.available() ? best : Transport.NIO, port, this);
  }

  /** The number of open connections. */
  public int size() {
    return open.size();
  }

  /**
   * Adds a connection. If there are too many, it closes the one that has waited longest for its
   * client.
   *
   * @return empty if all other connections are in use; the caller must close the new one
   */
  Optional<OpenConnection> add(Channel channel) {
    if (open.size() >= max) {
      longestWaiting().ifPresent(OpenConnection::close);
    }
    if (open.size() >= max || !memory.tryReserve(Share.CONNECTIONS, bytesOfEach)) {
      return Optional.empty();
    }
    OpenConnection connection = new OpenConnection(channel, this);
    open.add(connection);
    channel.closeFuture().addListener(closed -> connection.close());
    return Optional.of(connection);
  }

  /** Must be called once for each connection that was added. */
  void remove(OpenConnection connection) {
    open.remove(connection);
    memory.release(Share.CONNECTIONS, bytesOfEach);
  }

  /**
   * Reserves memory for the input of a connection. If there is too little, it closes the
   * connections that hold most of it.
   *
   * @return false if the connection itself was closed
   */
  boolean reserve(OpenConnection connection, long bytes) {
    while (!memory.tryReserve(Share.INPUT, bytes)) {
      OpenConnection greediest = greediest(connection, bytes);
      greediest.close();
      if (greediest == connection) {
        return false;
      }
    }
    return true;
  }

  void release(long bytes) {
    memory.release(Share.INPUT, bytes);
  }

  /** Closes the oldest WebSockets that have not sent a token, if there are too many of them. */
  void limitSocketsWithoutToken() {
    while (socketsWithoutToken().count() > MAX_SOCKETS_WITHOUT_TOKEN) {
      oldest(socketsWithoutToken()).ifPresent(OpenConnection::close);
    }
  }

  private Stream<OpenConnection> socketsWithoutToken() {
    return open.stream().filter(OpenConnection::isSocketWithoutToken);
  }

  /** The one of the address with the most waiting connections. */
  private Optional<OpenConnection> longestWaiting() {
    return open.stream()
        .filter(OpenConnection::isWaiting)
        .collect(Collectors.groupingBy(OpenConnection::address))
        .values()
        .stream()
        .max(Comparator.comparingInt(List::size))
        .flatMap(connections -> oldest(connections.stream()));
  }

  private static Optional<OpenConnection> oldest(Stream<OpenConnection> connections) {
    long now = System.nanoTime();
    ToLongFunction<OpenConnection> age = connection -> now - connection.since();
    return connections.max(Comparator.comparingLong(age));
  }

  /** The connection with the most input; the given one would get more bytes. */
  private OpenConnection greediest(OpenConnection connection, long more) {
    return open.stream()
        .filter(each -> each.input() > (each == connection ? 0 : connection.input() + more))
        .max(Comparator.comparingLong(OpenConnection::input))
        .orElse(connection);
  }
}
