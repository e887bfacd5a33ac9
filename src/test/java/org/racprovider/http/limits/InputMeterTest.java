package org.racprovider.http.limits;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.support.Memory;

class InputMeterTest {

  private static final int HEAP = 16 << 20;
  private static final String GET = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";

  private final MemoryBudget memory = Memory.of(HEAP);
  private final OpenConnections connections =
      new OpenConnections(100, false, Duration.ZERO, memory);
  private final List<EmbeddedChannel> channels = new ArrayList<>();

  @AfterEach
  void holdsNothingAfterTheConnectionsAreClosed() {
    channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    assertThat(memory.reserved(Share.INPUT)).isZero();
    assertThat(memory.reserved(Share.CONNECTIONS)).isZero();
  }

  @Test
  void holdsNothingForCompleteRequests() {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, "POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc");

    // Then
    assertThat(requests(channel)).hasSize(1);
    assertThat(memory.reserved(Share.INPUT)).isZero();
  }

  @Test
  void countsTheLinesOfUnfinishedHeaders() {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(50));

    // Then
    assertThat(memory.reserved(Share.INPUT)).isGreaterThan(50 * 150);
  }

  @Test
  void countsTheBytesOfAnUnfinishedLine() {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, "GET / HTTP/1.1\r\nX: " + "x".repeat(5000));

    // Then
    assertThat(memory.reserved(Share.INPUT)).isGreaterThan(5000);
    send(channel, "\r\n\r\n");
    assertThat(requests(channel)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\r\n"})
  void rejectsTooManyLines(String end) {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(150) + end);
    send(channel, "a:b\r\n".repeat(1000));

    // Then
    List<HttpRequest> requests = requests(channel);
    assertThat(requests).hasSize(1);
    assertThat(requests.get(0).decoderResult().cause())
        .isInstanceOf(TooLongHttpHeaderException.class);
  }

  @Test
  void countsWhatArrivesWhileNothingIsPassedOn() {
    // Given
    EmbeddedChannel channel = connect();
    send(channel, "POST / HTTP/1.1\r\nContent-Length: 5000\r\n\r\n");
    InputMeter input = channel.pipeline().get(InputMeter.class);

    // When
    input.stopPassing();
    send(channel, "x".repeat(5000));

    // Then
    assertThat(memory.reserved(Share.INPUT)).isGreaterThan(5000);
    input.resumePassing();
    channel.runPendingTasks();
    assertThat(memory.reserved(Share.INPUT)).isZero();
    assertThat(requests(channel)).hasSize(1);
  }

  @Test
  void countsTheHeadersOfARequestWithoutItsBody() {
    // Given
    EmbeddedChannel channel = connect();
    String headers = "a:b\r\n".repeat(90) + "Content-Length: 2\r\n\r\n";

    // When
    send(channel, "POST / HTTP/1.1\r\n" + headers + "1");
    respond(channel);

    // Then
    assertThat(memory.reserved(Share.INPUT)).isGreaterThan(90 * 100);
    send(channel, "2");
    assertThat(memory.reserved(Share.INPUT)).isZero();
  }

  @Test
  void closesAConnectionWithTooManyTrailers() {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(
        channel,
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "a:b\r\n".repeat(1000));

    // Then
    channel.runPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void acceptsABodyOfManyLines() {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + "\n".repeat(100_000));

    // Then
    assertThat(requests(channel)).singleElement().matches(each -> each.decoderResult().isSuccess());
    assertThat(memory.reserved(Share.INPUT)).isZero();
    assertThat(channel.isOpen()).isTrue();
  }

  @Test
  void decodesFewRequestsBeforeTheirResponses() {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, GET.repeat(1000));
    run(channel);

    // Then
    assertThat(requests(channel)).hasSize(InputMeter.MAX_REQUESTS);
    assertThat(memory.reserved(Share.INPUT)).isGreaterThan(GET.length() * 900L);
  }

  @Test
  void decodesEachRequestOfAPipeline() {
    // Given
    EmbeddedChannel channel = connect();
    int decoded = 0;

    // When
    send(channel, GET.repeat(1000) + "GET /partial");
    for (int i = 0; i < 2000; i++) {
      run(channel);
      for (HttpRequest request : requests(channel)) {
        assertThat(request.decoderResult().cause()).as("request %d", decoded).isNull();
        decoded++;
        respond(channel);
      }
    }

    // Then
    assertThat(decoded).isEqualTo(1000);
    send(channel, " HTTP/1.1\r\n\r\n");
    assertThat(requests(channel)).singleElement().matches(each -> each.uri().equals("/partial"));
    assertThat(channel.isOpen()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip, chunked",
        "chunked, chunked",
        "gzip",
        "identity",
        "chunked\r\nTransfer-Encoding: chunked",
        "x\r\nTransfer-Encoding: chunked"
      })
  void rejectsOtherTransferCodings(String codings) {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(channel, "POST / HTTP/1.1\r\nTransfer-Encoding: " + codings + "\r\n\r\n0\r\n\r\n");

    // Then
    assertThat(requests(channel).get(0).decoderResult().isFailure()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"chunked", "Chunked"})
  void acceptsChunkedBodies(String coding) {
    // Given
    EmbeddedChannel channel = connect();

    // When
    send(
        channel, "POST / HTTP/1.1\r\nTransfer-Encoding: " + coding + "\r\n\r\n1\r\na\r\n0\r\n\r\n");

    // Then
    assertThat(requests(channel).get(0).decoderResult().isSuccess()).isTrue();
  }

  @Test
  void closesTheConnectionWithTheMostInput() {
    // Given
    List<EmbeddedChannel> small = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      small.add(connect());
      send(small.get(i), "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(10));
    }

    // When
    List<EmbeddedChannel> large = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      large.add(connect());
      send(large.get(i), "GET / HTTP/1.1\r\n" + "a:b\r\n".repeat(90));
    }

    // Then
    large.forEach(EmbeddedChannel::runPendingTasks);
    assertThat(small).allMatch(EmbeddedChannel::isOpen);
    assertThat(large).anyMatch(channel -> !channel.isOpen());
    assertThat(memory.reserved(Share.INPUT)).isLessThanOrEqualTo(memory.limit(Share.INPUT));
  }

  private EmbeddedChannel connect() {
    EmbeddedChannel channel = new EmbeddedChannel();
    OpenConnection connection = connections.add(channel).orElseThrow();
    channel.pipeline().addLast("decoder", new VertxHttpRequestDecoder(new HttpServerOptions()));
    InputMeter input = new InputMeter(connection, "decoder");
    channel
        .pipeline()
        .addFirst(input)
        .addLast(new HttpResponseEncoder(), new MessageMeter(connection, input));
    channels.add(channel);
    return channel;
  }

  private static void send(EmbeddedChannel channel, String text) {
    ByteBuf bytes = Unpooled.copiedBuffer(text, US_ASCII);
    channel.writeInbound(bytes);
  }

  /** Runs tasks until nothing more happens. */
  private static void run(EmbeddedChannel channel) {
    for (int i = 0; i < 20; i++) {
      channel.runPendingTasks();
      channel.runScheduledPendingTasks();
    }
  }

  private static void respond(EmbeddedChannel channel) {
    channel.writeOutbound(
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NO_CONTENT));
    ReferenceCountUtil.release(channel.readOutbound());
  }

  /** The requests that were decoded since the last call. */
  private static List<HttpRequest> requests(EmbeddedChannel channel) {
    List<HttpRequest> requests = new ArrayList<>();
    for (Object message = channel.readInbound(); message != null; ) {
      if (message instanceof HttpRequest request) {
        requests.add(request);
      }
      if (message instanceof HttpContent) {
        ReferenceCountUtil.release(message);
      }
      message = channel.readInbound();
    }
    return requests;
  }
}
