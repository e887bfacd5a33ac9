package org.racprovider.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Almost valid requests, one or two for a connection. The last request of a connection asks the
 * server to close it.
 */
public final class Mutations {

  private static final List<String> METHODS =
      List.of(
          "POST", "POST", "POST", "POST", "GET", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS",
          "TRACE", "X");

  private static final List<String> PATHS =
      List.of(
          "/api/v3/providers/rac/",
          "/api/v3/providers/rac/",
          "/api/v3/providers/rac/",
          "/api/v3/providers/rac/1/",
          "/api/v3/providers/rac/1/used_by/",
          "/api/v3/providers/all/",
          "/api/v3/providers/rac/99999999999999999999/",
          "/api/v3/providers/rac/%00/",
          "/api/v3/providers/rac/%ff/",
          "/api/v3/providers/rac/../rac/",
          "/api/v3/providers/rac/%2e%2e/rac/",
          "/api/v3//providers/rac/",
          "/api/v3/providers/rac/;x=1/",
          "/api/v3/providers/rac/?page=%00&search=%ff&ordering=-name,pk",
          "/api/v3/providers/rac/?page=-1&page_size=99999999999",
          "/api/v3/providers/rac/?%",
          "/api/v3/providers/rac/%8~/",
          "/%/",
          "http://x/api/v3/providers/rac/",
          "*",
          "/%c0%80/",
          "/api/v3/providers/rac/events/",
          "/api/v3/schema/",
          "/api/v3/schema/?format=~",
          "/api/v3/status/",
          "/api/v3/root/config/",
          "/api/v3/",
          "/-/health/live/",
          "/static/live.js",
          "/static/..%2fpage/live.js",
          "/eventbus/",
          "/eventbus/info",
          "/eventbus/iframe.html",
          "/eventbus/websocket",
          "/eventbus/1/a/websocket",
          "/eventbus/1/a/xhr");

  private static final List<String> HEADERS =
      List.of(
          "Content-Type: application/json",
          "Content-Type: application/json",
          "Content-Type: application/json; charset=utf-16",
          "Content-Type: text/plain",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Encoding: gzip",
          "Accept: text/html",
          "Accept: */*;q=x",
          "If-Match: \"x\", W/\"y\", *",
          "Idempotency-Key: fuzz",
          "Expect: 100-continue",
          "Accept-Language: de",
          "Cookie: a=b; c",
          "X: \u0000",
          "Range: bytes=0-1",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
          "Last-Event-ID: 0",
          "Last-Event-ID: -1",
          "X-Forwarded-For: 1.2.3.4");

  private static final List<String> VALUES =
      List.of(
          "null",
          "true",
          "-0",
          "1e400",
          "1E308",
          "123456789012345678901234567890",
          "\"\"",
          "\" \"",
          "\"\\u0000\"",
          "\"\\ud800\"",
          "\"\\ud83d\\ude00\"",
          "\"x\ty\"",
          "[]",
          "{}",
          "[[]]",
          "{\"a\":{\"b\":[1,2.5,null,\"\\u0000\"]}}",
          "{\"\\u0000\":1}",
          "\"0f10f10f-0000-4000-8000-000000000001\"",
          "\"urn:uuid:0f10f10f-0000-4000-8000-000000000001\"",
          "[\"0ba9ba9b-0000-4000-8000-000000000001\",\"x\"]",
          "\"hours=1;days=99999999999999\"",
          "\"yes\"",
          "NaN",
          "/*x*/1",
          "'x'");

  private static final List<String> FIELDS =
      List.of(
          "name",
          "authorization_flow",
          "authentication_flow",
          "property_mappings",
          "settings",
          "connection_expiry",
          "delete_token_on_disconnect",
          "pk",
          "__proto__");

  private final SplittableRandom random;
  private final String bearer;

  private Mutations(SplittableRandom random, String bearer) {
    this.random = random;
    this.bearer = bearer;
  }

  /** The requests for one connection. The same seed and bearer give the same bytes. */
  public static byte[] requests(long seed, String bearer) {
    Mutations mutations = new Mutations(new SplittableRandom(seed), bearer);
    ByteArrayOutputStream requests = new ByteArrayOutputStream();
    if (mutations.oneIn(5)) {
      requests.writeBytes(mutations.request("keep-alive"));
    }
    requests.writeBytes(mutations.request("close"));
    return requests.toByteArray();
  }

  private byte[] request(String connection) {
    byte[] body = body();
    boolean isChunked = oneIn(5);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    byte[] head = head(connection, isChunked ? -1 : body.length);
    request.writeBytes(oneIn(25) ? mutated(head) : head);
    request.writeBytes(isChunked ? chunked(body) : body);
    return request.toByteArray();
  }

  /**
   * @param length the length of the body, negative for a chunked body
   */
  private byte[] head(String connection, int length) {
    StringBuilder head = new StringBuilder();
    head.append(any(METHODS)).append(' ').append(any(PATHS)).append(" HTTP/1.1\r\n");
    head.append("Host: x\r\nConnection: ").append(connection).append("\r\n");
    head.append(length < 0 ? "Transfer-Encoding: chunked" : "Content-Length: " + length);
    head.append("\r\n");
    if (!oneIn(20)) {
      head.append("Authorization: ").append(oneIn(20) ? mutated(bearer) : bearer).append("\r\n");
    }
    for (int i = random.nextInt(3); i >= 0; i--) {
      head.append(any(HEADERS)).append("\r\n");
    }
    return bytes(head.append("\r\n").toString());
  }

  private byte[] chunked(byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    for (int from = 0; from < body.length; ) {
      int size = 1 + random.nextInt(body.length - from);
      chunks.writeBytes(bytes(Integer.toHexString(size) + "\r\n"));
      chunks.write(body, from, size);
      chunks.writeBytes(bytes("\r\n"));
      from += size;
    }
    chunks.writeBytes(bytes("0\r\n\r\n"));
    return oneIn(5) ? mutated(chunks.toByteArray()) : chunks.toByteArray();
  }

  private byte[] body() {
    if (oneIn(50)) {
      return deep();
    }
    StringBuilder body = new StringBuilder("{\"name\":\"fuzz " + random.nextLong() + "\"");
    for (int i = random.nextInt(6); i >= 0; i--) {
      body.append(",\"").append(any(FIELDS)).append("\":").append(any(VALUES));
    }
    byte[] bytes = body.append('}').toString().getBytes(StandardCharsets.UTF_8);
    return oneIn(3) ? mutated(bytes) : bytes;
  }

  private byte[] deep() {
    int depth = random.nextInt(20_000);
    String open = random.nextBoolean() ? "[" : "{\"a\":";
    return ("{\"settings\":" + open.repeat(depth)).getBytes(StandardCharsets.UTF_8);
  }

  private String mutated(String string) {
    return new String(mutated(bytes(string)), StandardCharsets.ISO_8859_1);
  }

  /** A copy in which up to four bytes are changed. */
  private byte[] mutated(byte[] bytes) {
    byte[] changed = bytes.clone();
    for (int i = random.nextInt(4); i >= 0; i--) {
      changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
    }
    return changed;
  }

  private static byte[] bytes(String string) {
    return string.getBytes(StandardCharsets.ISO_8859_1);
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
