package org.racprovider.http.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/** Reports to an {@link InputMeter} what TLS has not decrypted. */
final class TlsMeter extends ChannelInboundHandlerAdapter {

  private final InputMeter input;

  TlsMeter(InputMeter input) {
    this.input = input;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf received) {
      input.encrypted(received.readableBytes());
    }
    context.fireChannelRead(message);
  }
}
