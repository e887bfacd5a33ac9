package org.racprovider.http.limits;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.impl.transports.TransportInternal;
import io.vertx.core.spi.transport.Transport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * Counts the connections of the HTTP server from the moment they are accepted. Vert.x itself
 * reports a connection only after its TLS handshake. It also lets a connection read little at a
 * time, because each one may hold what it has read.
 */
final class GuardedTransport implements InvocationHandler {

  private static final int READS_AT_ONCE = 4;

  /** In bytes: the smallest size, the first, and the largest. */
  private static final RecvByteBufAllocator READS =
      new AdaptiveRecvByteBufAllocator(512, 2048, 8192).maxMessagesPerRead(READS_AT_ONCE);

  private final Transport delegate;
  private final int port;
  private final OpenConnections connections;

  private GuardedTransport(Transport delegate, int port, OpenConnections connections) {
    this.delegate = delegate;
    this.port = port;
    this.connections = connections;
  }

  /**
   * A transport that guards an HTTP server.
   *
   * @param port the port in the options of that server
   */
  static io.vertx.core.transport.Transport of(
      io.vertx.core.transport.Transport delegate, int port, OpenConnections connections) {
    GuardedTransport guarded = new GuardedTransport(delegate.implementation(), port, connections);
    Object proxy =
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, guarded);
    return new TransportInternal(delegate.name(), true, null, (Transport) proxy);
  }

  /** Adds to the configuration of that server's channel what limits its connections. */
  @Override
  public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("configure")
        && arguments[0] instanceof HttpServerOptions options
        && options.getPort() == port) {
      ((ServerBootstrap) arguments[2]).handler(new Guard(connections, options.isSsl()));
    }
    try {
      return method.invoke(delegate, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  @Sharable
  private static final class Guard extends ChannelInboundHandlerAdapter {

    private final OpenConnections connections;
    private final boolean tls;

    Guard(OpenConnections connections, boolean tls) {
      this.connections = connections;
      this.tls = tls;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object accepted) {
      Channel channel = (Channel) accepted;
      connections
          .add(channel)
          .ifPresentOrElse(
              added -> pass(context, channel, added), () -> channel.unsafe().closeForcibly());
    }

    private void pass(ChannelHandlerContext context, Channel channel, OpenConnection added) {
      channel.config().setRecvByteBufAllocator(READS);
      if (tls) {
        channel.pipeline().addLast(new TlsMeter(added));
      }
      context.fireChannelRead(channel);
    }
  }
}
