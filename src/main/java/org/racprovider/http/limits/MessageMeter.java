package org.racprovider.http.limits;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.util.Iterator;
import java.util.List;

/**
 * Reports decoded requests and written responses to an {@link InputMeter}. It marks requests as
 * invalid that the decoder accepts, but this server does not.
 */
final class MessageMeter extends ChannelDuplexHandler {

  private final OpenConnection connection;
  private final InputMeter input;

  MessageMeter(OpenConnection connection, InputMeter input) {
    this.connection = connection;
    this.input = input;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      int lines = lines(request.headers());
      input.requestDecoded(lines);
      check(request, lines);
      if (request.decoderResult().isFailure()) {
        input.refuse();
      }
    }
    if (message instanceof LastHttpContent) {
      input.requestComplete();
    } else if (message instanceof HttpContent) {
      input.decoded();
    } else if (message instanceof WebSocketFrame frame) {
      input.frameDecoded(
          frame.content().readableBytes(), isControl(frame), frame.isFinalFragment());
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(message, promise);
    if (message instanceof HttpResponse response && isInformational(response)) {
      return;
    }
    if (message instanceof LastHttpContent) {
      input.responded();
    }
  }

  /** Whether another response follows, such as that of {@code Expect: 100-continue}. */
  private boolean isInformational(HttpResponse response) {
    if (response.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      connection.upgraded();
      return false;
    }
    return response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  /** The decoder reads any transfer coding as chunked if one of its names is "chunked". */
  private static void check(HttpRequest request, int lines) {
    if (request.decoderResult().isFailure()) {
      return;
    }
    if (lines > InputMeter.MAX_LINES) {
      request.setDecoderResult(DecoderResult.failure(new TooLongHttpHeaderException()));
    }
    List<String> codings = request.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
    if (!codings.isEmpty() && !isChunked(codings)) {
      request.setDecoderResult(
          DecoderResult.failure(new IllegalArgumentException("Transfer coding")));
    }
  }

  /** Unlike the size of Vert.x's headers, it counts a name each time that it occurs. */
  private static int lines(HttpHeaders headers) {
    int lines = 0;
    Iterator<?> entries = headers.iteratorCharSequence();
    while (entries.hasNext()) {
      entries.next();
      lines++;
    }
    return lines;
  }

  private static boolean isChunked(List<String> codings) {
    return codings.size() == 1
        && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0).trim());
  }

  private static boolean isControl(WebSocketFrame frame) {
    return frame instanceof PingWebSocketFrame
        || frame instanceof PongWebSocketFrame
        || frame instanceof CloseWebSocketFrame;
  }
}
