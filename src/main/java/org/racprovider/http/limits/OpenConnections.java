package org.racprovider.http.limits;

import io.netty.channel.Channel;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
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

  /** In bytes. Less of unfinished input says nothing about a client. */
  private static final long USUAL_INPUT = 2 << 10;

  /** A browser sends its token as soon as its WebSocket is open. */
  private static final int MAX_SOCKETS_WITHOUT_TOKEN = 100;

  private static final Logger LOG = LoggerFactory.getLogger(OpenConnections.class);

  private final int max;
  private final int bytesOfEach;
  private final double weightOfGrace;
  private final MemoryBudget memory;
  private final Set<OpenConnection> open = ConcurrentHashMap.newKeySet();

  /**
   * Lowers the maximum, with a warning, if so many connections do not fit into their share of the
   * memory.
   *
   * @param max the maximum number of open connections
   * @param tls whether clients connect with TLS
   * @param grace how long a client has at least for its first request
   */
  public OpenConnections(int max, boolean tls, Duration grace, MemoryBudget memory) {
    this.weightOfGrace = (double) USUAL_INPUT * grace.toNanos();
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
   * Adds a connection. If there are too many, it closes another one: of a client that has sent no
   * valid token, or of a caller that has more than half of them, or an idle one if all clients are
   * known.
   *
   * @return empty if there is none to close; the caller must close the new one
   */
  Optional<OpenConnection> add(Channel channel) {
    if (open.size() >= max) {
      leastUseful().ifPresent(OpenConnection::close);
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

  /** Closes WebSockets whose clients have not sent a token, if there are too many of them. */
  void limitSocketsWithoutToken() {
    while (socketsWithoutToken().count() > MAX_SOCKETS_WITHOUT_TOKEN) {
      heaviest(socketsWithoutToken()).ifPresent(OpenConnection::close);
    }
  }

  private Stream<OpenConnection> socketsWithoutToken() {
    return open.stream().filter(OpenConnection::isSocketWithoutToken);
  }

  private Optional<OpenConnection> leastUseful() {
    long now = System.nanoTime();
    List<OpenConnection> closeable =
        open.stream().filter(each -> weight(each, now) >= weightOfGrace).toList();
    return heaviestOfGreediest(closeable, each -> !each.isKnown() && each.isWaiting())
        .or(() -> heaviestOfGreediest(closeable, each -> !each.isKnown()))
        .or(this::ofMajority)
        .or(this::idleOfKnown);
  }

  /** While there are unknown clients, they are too new; none of the others gives way to them. */
  private Optional<OpenConnection> idleOfKnown() {
    List<OpenConnection> all = List.copyOf(open);
    return all.stream().allMatch(OpenConnection::isKnown)
        ? heaviestOfGreediest(all, OpenConnection::isWaiting)
        : Optional.empty();
  }

  /** Of a caller that has more than half of all connections, even one that it is using. */
  private Optional<OpenConnection> ofMajority() {
    return greediest(open.stream().filter(OpenConnection::isKnown))
        .filter(ofOne -> ofOne.size() > max / 2)
        .flatMap(OpenConnections::idleFirst);
  }

  private static Optional<OpenConnection> idleFirst(List<OpenConnection> connections) {
    return heaviest(connections.stream().filter(OpenConnection::isWaiting))
        .or(() -> heaviest(connections.stream()));
  }

  private static Optional<OpenConnection> heaviestOfGreediest(
      List<OpenConnection> connections, Predicate<OpenConnection> kind) {
    return greediest(connections.stream().filter(kind)).flatMap(ofOne -> heaviest(ofOne.stream()));
  }

  /** Those of the client that has the most. */
  private static Optional<List<OpenConnection>> greediest(Stream<OpenConnection> connections) {
    return connections.collect(Collectors.groupingBy(OpenConnection::owner)).values().stream()
        .max(Comparator.comparingInt(List::size));
  }

  /** The one that has held most memory for the longest time. */
  private static Optional<OpenConnection> heaviest(Stream<OpenConnection> connections) {
    long now = System.nanoTime();
    return connections.max(Comparator.comparingDouble(each -> weight(each, now)));
  }

  /** How much memory it holds without use, and for how long. */
  private static double weight(OpenConnection connection, long now) {
    return (double) Math.max(USUAL_INPUT, connection.input()) * (now - connection.since());
  }

  /** The connection with the most input; the given one would get more bytes. */
  private OpenConnection greediest(OpenConnection connection, long more) {
    return open.stream()
        .filter(each -> each.input() > (each == connection ? 0 : connection.input() + more))
        .max(Comparator.comparingLong(OpenConnection::input))
        .orElse(connection);
  }
}
