package org.racprovider.http.limits;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Passes the output of a connection on in small pieces, each when the network has taken the one
 * before, and counts what waits. Netty copies what it gets into direct memory, so a connection uses
 * one piece of that, however large a response is.
 *
 * <p>While output waits here, the connection is not writable, and nothing is read from its client:
 * the server may have to respond to all input, such as the pings of a WebSocket.
 */
final class OutputHandler extends ChannelDuplexHandler {

  /** In bytes. It has room for a whole TLS record. */
  static final int PIECE = 20 << 10;

  /** One of the flags of Netty's channel that make it unwritable. */
  private static final int WRITABILITY = 1;

  private final UnreadOutput unread;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private ChannelHandlerContext context;
  private Runnable onceWritable;
  private long waitingBytes;
  private boolean writable = true;
  private boolean passing;
  private boolean notified;
  private boolean readingStopped;

  /** Output that was written by the server and not passed on. */
  private record Waiting(ByteBuf bytes, ChannelPromise promise) {}

  OutputHandler(OutputLimit limit) {
    this.unread = limit.connection(this::closeNow);
  }

  /** What the client has not taken. */
  UnreadOutput unread() {
    return unread;
  }

  /** Runs this once, when the connection has become writable. */
  void onceWritable(Runnable action) {
    onceWritable = action;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (message instanceof ByteBuf bytes
        && ctx.channel().isActive()
        && (passing || !waiting.isEmpty() || pending() + bytes.readableBytes() > PIECE)) {
      enqueue(new Waiting(bytes, promise));
    } else {
      ctx.write(message, promise);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    ctx.flush();
    passOn();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext ctx) {
    limitReading(ctx.channel());
    ctx.fireChannelWritabilityChanged();
    if (ctx.channel().isWritable() && onceWritable != null) {
      Runnable action = onceWritable;
      onceWritable = null;
      action.run();
    }
  }

  /**
   * Vert.x stops reading too, when it has much to handle. What it stopped, only it may continue.
   */
  private void limitReading(Channel channel) {
    if (!channel.isWritable() && channel.config().isAutoRead()) {
      readingStopped = true;
      channel.config().setAutoRead(false);
    } else if (channel.isWritable() && readingStopped) {
      readingStopped = false;
      channel.config().setAutoRead(true);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    failWaiting();
    ctx.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    failWaiting();
  }

  private void enqueue(Waiting output) {
    waiting.add(output);
    waitingBytes += output.bytes().readableBytes();
    setWritable(false);
  }

  private void passOn() {
    if (passing) {
      return;
    }
    passing = true;
    try {
      while (pending() == 0 && !waiting.isEmpty()) {
        writePiece();
        context.flush();
        unread.progressed();
      }
    } finally {
      passing = false;
    }
    if (pending() > 0) {
      continueWhenTaken();
    } else if (waiting.isEmpty()) {
      setWritable(true);
    }
    unread.set(waitingBytes + pending());
  }

  /** The promise of the output completes with its last piece. */
  private void writePiece() {
    Waiting first = waiting.element();
    int length = Math.min(PIECE, first.bytes().readableBytes());
    waitingBytes -= length;
    if (length < first.bytes().readableBytes()) {
      context.write(first.bytes().readRetainedSlice(length));
    } else {
      waiting.remove();
      context.write(first.bytes(), first.promise());
    }
  }

  /**
   * An empty buffer is taken after everything that was passed on before. Netty counts it until the
   * listener has returned, so the next step is another task.
   */
  private void continueWhenTaken() {
    if (!notified) {
      notified = true;
      context
          .writeAndFlush(Unpooled.EMPTY_BUFFER)
          .addListener(taken -> context.executor().execute(this::taken));
    }
  }

  private void taken() {
    notified = false;
    unread.progressed();
    passOn();
  }

  /** The bytes that were passed on and that the network has not taken. */
  private long pending() {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    return buffer == null ? 0 : buffer.totalPendingWriteBytes();
  }

  private void setWritable(boolean now) {
    ChannelOutboundBuffer buffer = context.channel().unsafe().outboundBuffer();
    if (buffer != null && writable != now) {
      writable = now;
      buffer.setUserDefinedWritability(WRITABILITY, writable);
    }
  }

  private void failWaiting() {
    waitingBytes = 0;
    unread.release();
    for (Waiting output = waiting.poll(); output != null; output = waiting.poll()) {
      output.bytes().release();
      output.promise().tryFailure(new ClosedChannelException());
    }
  }

  /** Closes without waiting until the client has taken its output. Callable from any thread. */
  private void closeNow() {
    context.executor().execute(context::close);
  }
}
