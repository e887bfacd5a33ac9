package org.racprovider.http.limits;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Measures what a client has sent since its last complete message, and passes it to the decoder in
 * small pieces: a large one may contain thousands of lines or requests. It stops while the client
 * has too many requests without a response. {@link MessageMeter} reports what was decoded.
 */
final class InputMeter extends ChannelDuplexHandler {

  /** Larger than most requests. */
  static final int PIECE = 2048;

  /** The number of header lines of a request. */
  static final int MAX_LINES = 100;

  /** Vert.x, which responds to one request after the other, would keep all others in memory. */
  static final int MAX_REQUESTS = 1;

  /** The number of requests that are decoded before other connections have their turn. */
  private static final int MAX_IN_TURN = 2;

  /** In bytes; a message with a token is small. */
  static final int MAX_MESSAGE_WITHOUT_TOKEN = 8 << 10;

  /** The objects of a header line: its name, its value, and their entry. */
  private static final int LINE_BYTES = 200;

  /** Buffers have up to twice the size of their content. */
  static final int BUFFER_FACTOR = 2;

  /** The objects of a request that waits for its turn. */
  private static final int REQUEST_BYTES = 2048;

  /**
   * Up to this size, the headers of a request that is being served are not counted, so most
   * requests need no accounting.
   */
  private static final int USUAL_REQUEST_BYTES = 4 << 10;

  private final OpenConnection connection;
  private final String decoder;
  private ChannelHandlerContext context;
  private final Queue<ByteBuf> held = new ArrayDeque<>(2);
  private int heldBytes;
  private boolean readRequested;
  private boolean passing;
  private boolean resuming;
  private int requestsInTurn;
  private boolean refused;
  private boolean stopped;

  /** What the decoder has, while a piece is passed to it. */
  private ByteBuf undecoded;

  private boolean decoded;

  /** The bytes of the message that is not complete. */
  private int bytes;

  private int lines;

  /** The bytes in the complete frames of a WebSocket message that is not complete. */
  private int frameBytes;

  /** The bytes that TLS has not decrypted. */
  private int encryptedBytes;

  /** What each request without a response costs besides what is usual. */
  private final Queue<Integer> requests = new ArrayDeque<>(2);

  /** The cost of a request whose response was written before its whole body arrived. */
  private int respondedCost;

  private long requestBytes;
  private boolean inRequest;

  /**
   * @param decoder the name of the decoder, which must follow in the pipeline
   */
  InputMeter(OpenConnection connection, String decoder) {
    this.connection = connection;
    this.decoder = decoder;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
    ((ByteToMessageDecoder) context.pipeline().get(decoder))
        .setCumulator(
            (allocator, cumulation, in) -> {
              undecoded = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, cumulation, in);
              return undecoded;
            });
  }

  @Override
  public void channelRead(ChannelHandlerContext self, Object message) {
    if (refused || connection.isClosed()) {
      ReferenceCountUtil.release(message);
      return;
    }
    encryptedBytes = 0;
    hold((ByteBuf) message);
    pass();
  }

  /** Reads no more while it holds something. */
  @Override
  public void read(ChannelHandlerContext self) {
    if (held.isEmpty()) {
      self.read();
    } else {
      readRequested = true;
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext self) {
    releaseHeld();
    self.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext self) {
    releaseHeld();
  }

  /** TLS has received a part of a record. */
  void encrypted(int received) {
    encryptedBytes += received;
    update();
  }

  /** The decoder has decoded a request's line and headers. */
  void requestDecoded(int headers) {
    int cost = (int) Math.max(0, cost(bytes, headers) - USUAL_REQUEST_BYTES);
    if (!requests.isEmpty()) {
      cost += REQUEST_BYTES;
    }
    decoded();
    inRequest = true;
    requestsInTurn++;
    requests.add(cost);
    requestBytes += cost;
  }

  /** The decoder has decoded a part of a body. */
  void decoded() {
    decoded = true;
    bytes = undecoded == null ? 0 : undecoded.readableBytes();
    lines = bytes == 0 ? 0 : lines(undecoded, undecoded.readerIndex(), bytes);
  }

  /** The decoder has decoded the end of a request. */
  void requestComplete() {
    decoded();
    inRequest = false;
    requestBytes -= respondedCost;
    respondedCost = 0;
    if (!requests.isEmpty()) {
      connection.serving();
    }
  }

  /** The response to the oldest request was written. */
  void responded() {
    if (!requests.isEmpty()) {
      int cost = requests.remove();
      if (requests.isEmpty() && inRequest) {
        respondedCost = cost;
      } else {
        requestBytes -= cost;
      }
    }
    if (requests.isEmpty()) {
      connection.waiting();
    }
    if (!passing) {
      update();
      resumeLater();
    }
  }

  /** The decoder has decoded a frame of a WebSocket. */
  void frameDecoded(int length, boolean control, boolean last) {
    decoded = true;
    bytes = 0;
    lines = 0;
    if (!control) {
      frameBytes = last ? 0 : frameBytes + length;
    }
  }

  private void hold(ByteBuf received) {
    held.add(received);
    heldBytes += received.readableBytes();
  }

  private void pass() {
    if (passing) {
      return;
    }
    passing = true;
    requestsInTurn = 0;
    try {
      while (!held.isEmpty() && mayPass() && requestsInTurn < MAX_IN_TURN) {
        passPiece(nextPiece());
      }
    } finally {
      passing = false;
    }
    resumeLater();
    update();
  }

  /** Whether the decoder may have more: the rest of a request, or the next one. */
  private boolean mayPass() {
    return !stopped && (inRequest || requests.size() < MAX_REQUESTS);
  }

  /** Passes nothing on until {@link #resumePassing}: what is held here is counted. */
  void stopPassing() {
    stopped = true;
  }

  /** Callable from any thread. */
  void resumePassing() {
    context
        .executor()
        .execute(
            () -> {
              stopped = false;
              resumeLater();
            });
  }

  /** A piece contains the headers of one request at most. */
  private ByteBuf nextPiece() {
    ByteBuf first = held.element();
    int length = Math.min(PIECE, first.readableBytes());
    if (!inRequest && !connection.isSocket()) {
      length = lengthOfHead(first, length);
    }
    heldBytes -= length;
    return length < first.readableBytes() ? first.readRetainedSlice(length) : held.remove();
  }

  /** The length up to an empty line, if there is one. */
  private static int lengthOfHead(ByteBuf buffer, int length) {
    int start = buffer.readerIndex();
    int end = start + length;
    int before = start - 1;
    int at = buffer.indexOf(start, end, (byte) '\n');
    while (at >= 0) {
      if (at - before == 1 || (at - before == 2 && buffer.getByte(at - 1) == '\r')) {
        return at + 1 - start;
      }
      before = at;
      at = buffer.indexOf(at + 1, end, (byte) '\n');
    }
    return length;
  }

  private void passPiece(ByteBuf piece) {
    int start = piece.readerIndex();
    int length = piece.readableBytes();
    decoded = false;
    // The lines are only counted if the decoder has decoded nothing, which is rare.
    piece.retain();
    try {
      context.fireChannelRead(piece);
      if (!decoded) {
        bytes += length;
        lines += connection.isSocket() ? 0 : lines(piece, start, length);
      }
    } finally {
      undecoded = null;
      piece.release();
    }
    update();
    check();
  }

  /** Refuses a message that is too large to be complete. */
  private void check() {
    if (connection.isClosed()) {
      refuse();
    } else if (connection.isSocketWithoutToken()) {
      if (bytes + frameBytes > MAX_MESSAGE_WITHOUT_TOKEN) {
        refuse();
        connection.close();
      }
    } else if (lines > MAX_LINES + 1) {
      refuse();
      respondToTooManyLines();
    }
  }

  /** Ignores all further input. */
  void refuse() {
    refused = true;
    releaseHeld();
  }

  /** Does what the decoder does when the headers are too long. */
  private void respondToTooManyLines() {
    if (inRequest) {
      connection.close();
      return;
    }
    DefaultFullHttpRequest invalid =
        new DefaultFullHttpRequest(HttpVersion.HTTP_1_0, HttpMethod.GET, "/bad-request");
    invalid.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException()));
    context.pipeline().context(decoder).fireChannelRead(invalid);
  }

  /** Lets the event loop do other work first. */
  private void resumeLater() {
    if (!held.isEmpty() && mayPass() && !resuming) {
      resuming = true;
      // Unlike a task that is executed, a scheduled one lets other channels be read before it.
      context.executor().schedule(this::resume, 0, TimeUnit.NANOSECONDS);
    }
  }

  private void resume() {
    resuming = false;
    pass();
    context.fireChannelReadComplete();
    if (readRequested && held.isEmpty()) {
      readRequested = false;
      context.read();
    }
  }

  private void update() {
    connection.setInput(
        BUFFER_FACTOR * ((long) heldBytes + encryptedBytes + frameBytes)
            + cost(bytes, lines)
            + requestBytes);
  }

  private static long cost(long bytes, long lines) {
    return BUFFER_FACTOR * bytes + LINE_BYTES * lines;
  }

  private static int lines(ByteBuf buffer, int start, int length) {
    int lines = 0;
    int end = start + length;
    int at = buffer.indexOf(start, end, (byte) '\n');
    while (at >= 0) {
      lines++;
      at = buffer.indexOf(at + 1, end, (byte) '\n');
    }
    return lines;
  }

  private void releaseHeld() {
    held.forEach(ReferenceCountUtil::release);
    held.clear();
    heldBytes = 0;
  }
}
