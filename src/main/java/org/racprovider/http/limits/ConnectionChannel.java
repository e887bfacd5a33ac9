package org.racprovider.http.limits;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The Netty channel of a client's connection. No other class uses internal types of Vert.x. Its
 * public API cannot close a connection whose client does not read, and does not report the end of a
 * connection that was upgraded to a WebSocket.
 */
final class ConnectionChannel {

  private static final AttributeKey<UnreadOutput> UNREAD =
      AttributeKey.valueOf(UnreadOutput.class.getName());

  private final ConnectionBase connection;

  ConnectionChannel(HttpConnection connection) {
    this.connection = (ConnectionBase) connection;
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
