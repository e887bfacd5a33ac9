package org.racprovider.tracing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A collector of OTLP over HTTP that stores the spans it receives. */
final class Spans {

  private static final HexFormat HEX = HexFormat.of();

  /** The parts of a span that tests check; ids in hexadecimal. */
  record Span(String trace, String id, String parent, String name, String attributes) {}

  private final List<Span> spans = new CopyOnWriteArrayList<>();
  private HttpServer server;

  void start(Vertx vertx) {
    server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(body -> take(body))
                        .onComplete(taken -> request.response().end()))
            .listen(0, "127.0.0.1")
            .await();
  }

  String endpoint() {
    return "http://127.0.0.1:" + server.actualPort();
  }

  List<Span> ofTrace(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  List<Span> all() {
    return List.copyOf(spans);
  }

  /**
   * Reads an ExportTraceServiceRequest, whose fields are resource_spans 1, scope_spans 2, spans 2.
   */
  private void take(Buffer request) {
    for (byte[] resource : fields(request.getBytes(), 1)) {
      for (byte[] scope : fields(resource, 2)) {
        fields(scope, 2).forEach(span -> spans.add(span(span)));
      }
    }
  }

  private static Span span(byte[] span) {
    StringBuilder attributes = new StringBuilder();
    fields(span, 9).forEach(each -> attributes.append(text(each)).append('\n'));
    return new Span(
        hex(span, 1),
        hex(span, 2),
        hex(span, 4),
        text(fields(span, 5).get(0)),
        attributes.toString());
  }

  private static String hex(byte[] message, int number) {
    List<byte[]> values = fields(message, number);
    return values.isEmpty() ? "" : HEX.formatHex(values.get(0));
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** The values of a length-delimited field of a protobuf message. */
  private static List<byte[]> fields(byte[] message, int number) {
    List<byte[]> values = new ArrayList<>();
    Cursor cursor = new Cursor(message);
    while (cursor.hasNext()) {
      long tag = cursor.varint();
      byte[] value = cursor.value((int) (tag & 7));
      if (tag >>> 3 == number) {
        values.add(value);
      }
    }
    return values;
  }

  private static final class Cursor {
    private final byte[] bytes;
    private int position;

    Cursor(byte[] bytes) {
      this.bytes = bytes;
    }

    boolean hasNext() {
      return position < bytes.length;
    }

    long varint() {
      long value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes[position++];
        value |= (long) (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }

    byte[] value(int wireType) {
      int from = position;
      switch (wireType) {
        case 0 -> varint();
        case 1 -> position += 8;
        case 2 -> {
          int length = (int) varint();
          from = position;
          position += length;
        }
        default -> position += 4;
      }
      return java.util.Arrays.copyOfRange(bytes, from, position);
    }
  }
}
