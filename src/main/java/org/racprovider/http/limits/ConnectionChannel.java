package org.racprovider.http.limits;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * The Netty channel of a client's connection. The public API of Vert.x cannot close a connection
 * whose client does not read, and does not report the end of a connection that was upgraded to a
 * WebSocket.
 */
final class ConnectionChannel {

  /** The names of the handlers of Vert.x. */
  private static final String DECODER = "httpDecoder";

  private static final String ENCODER = "httpEncoder";

  private static final AttributeKey<UnreadOutput> UNREAD =
      AttributeKey.valueOf(UnreadOutput.class.getName());

  private static final AttributeKey<InputMeter> INPUT =
      AttributeKey.valueOf(InputMeter.class.getName());

  private final ConnectionBase connection;

  ConnectionChannel(HttpConnection connection) {
    this.connection = (ConnectionBase) connection;
  }

  /**
   * Measures the input of the client from now on.
   *
   * @return whether the connection is one of the open connections, or there was room for it
   */
  boolean join(OpenConnections connections) {
    // Without the guarded transport, which only tests leave out, it has not been added yet.
    Optional<OpenConnection> added =
        Optional.ofNullable(OpenConnection.of(channel())).or(() -> connections.add(channel()));
    added.ifPresent(this::measure);
    return added.isPresent();
  }

  private void measure(OpenConnection open) {
    InputMeter input = new InputMeter(open, DECODER);
    channel().attr(INPUT).set(input);
    channel()
        .pipeline()
        .addBefore(DECODER, null, input)
        .addAfter(ENCODER, null, new MessageMeter(open, input));
    TlsMeter tls = channel().pipeline().get(TlsMeter.class);
    if (tls != null) {
      tls.reportTo(input);
    }
  }

  /** Reads no more of the client's request until the future completes. */
  void stopReadingUntil(HttpServerRequest request, Future<?> end) {
    Optional<InputMeter> input = Optional.ofNullable(channel().attr(INPUT).get());
    request.pause();
    input.ifPresent(InputMeter::stopPassing);
    end.onComplete(
        ended -> {
          input.ifPresent(InputMeter::resumePassing);
          request.resume();
        });
  }

  /** Notes that the client has sent a valid token of this caller. */
  void usedBy(String subject) {
    Optional.ofNullable(OpenConnection.of(channel())).ifPresent(open -> open.usedBy(subject));
  }

  /** Whether the connection was upgraded to a WebSocket. */
  boolean isSocket() {
    return OpenConnection.of(channel()).isSocket();
  }

  /** Completes when the connection is closed, even if it was upgraded to a WebSocket. */
  Future<Void> closed() {
    return connection.closeFuture();
  }

  /** Limits and counts the output that the client does not read. */
  OutputHandler limitOutput(OutputLimit limit) {
    OutputHandler handler = new OutputHandler(limit);
    channel().pipeline().addFirst(handler);
    channel().attr(UNREAD).set(handler.unread());
    return handler;
  }

  /** What the client has not read; the output must be limited. */
  UnreadOutput unreadOutput() {
    return channel().attr(UNREAD).get();
  }

  /** Whether the client has read nearly all of the output. */
  boolean isWritable() {
    return channel().isWritable();
  }

  void close() {
    connection.close();
  }

  /** Closes below Vert.x, whose own close waits until the client has read all pending output. */
  void closeNow() {
    channel().pipeline().firstContext().close();
  }

  private Channel channel() {
    return connection.channel();
  }
}
