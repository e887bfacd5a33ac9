package org.racprovider.http.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;

/**
 * Measures what a client has sent until its TLS handshake is complete. Afterwards it reports to an
 * {@link InputMeter} what TLS has not decrypted.
 */
final class TlsMeter extends ChannelInboundHandlerAdapter {

  private final OpenConnection connection;
  private InputMeter input;
  private int received;

  TlsMeter(OpenConnection connection) {
    this.connection = connection;
  }

  /** The handshake is complete. */
  void reportTo(InputMeter meter) {
    input = meter;
    connection.setInput(0);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (connection.isClosed()) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof ByteBuf bytes) {
      measure(bytes.readableBytes());
    }
    context.fireChannelRead(message);
  }

  private void measure(int bytes) {
    if (input == null) {
      received += bytes;
      connection.setInput((long) InputMeter.BUFFER_FACTOR * received);
    } else {
      input.encrypted(bytes);
    }
  }
}
