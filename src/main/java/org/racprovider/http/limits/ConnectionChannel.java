package org.racprovider.http.limits;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * The Netty channel of a client's connection. No other class uses internal types of Vert.x. Its
 * public API cannot close a connection whose client does not read, and does not report the end of a
 * connection that was upgraded to a WebSocket.
 */
final class ConnectionChannel {

  private static final Backpressure BACKPRESSURE = new Backpressure();

  private final ConnectionBase connection;

  ConnectionChannel(HttpConnection connection) {
    this.connection = (ConnectionBase) connection;
  }

  /** Completes when the connection is closed, even if it was upgraded to a WebSocket. */
  Future<Void> closed() {
    return connection.closeFuture();
  }

  /**
   * Stops reading from the client while the client does not read: the server may have to respond to
   * all input, such as the pings of a WebSocket.
   */
  void applyBackpressure() {
    channel().pipeline().addFirst(BACKPRESSURE);
  }

  /** Whether the client reads the output. */
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

  @Sharable
  private static final class Backpressure extends ChannelInboundHandlerAdapter {

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
      context.channel().config().setAutoRead(context.channel().isWritable());
      context.fireChannelWritabilityChanged();
    }
  }
}
