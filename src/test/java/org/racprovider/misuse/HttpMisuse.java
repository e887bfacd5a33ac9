package org.racprovider.misuse;

import java.io.IOException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;
import org.racprovider.support.RawConnection;

/** Clients that send no valid HTTP, or break the connection in the middle of it. */
final class HttpMisuse {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final String PATH = "/api/v3/providers/rac/";
  private static final String HOST = " HTTP/1.1\r\nHost: x\r\n";
  private static final String END = "\r\n\r\n";
  private static final String STATIC = "GET /static/swagger-ui-bundle.js";

  private final String authorization;

  /**
   * @param token of a caller who may view and create providers
   */
  HttpMisuse(String token) {
    this.authorization = "Authorization: Bearer " + token + "\r\n";
  }

  Stream<Arguments> all() {
    return Stream.of(invalidHeads(), invalidBodies(), brokenRequests(), brokenResponses())
        .flatMap(each -> each);
  }

  private Stream<Arguments> invalidHeads() {
    return Stream.of(
            "",
            "\r\n",
            "\0\1\2\3garbage\r\n\r\n",
            "GET\r\n\r\n",
            "GET /",
            "GET / HTTP/9.9\r\n\r\n",
            "GET / XTTP/1.1\r\n\r\n",
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /%zz/" + HOST + "\r\n",
            "GET /%c3%28/" + HOST + "\r\n",
            "GET //../%2e%2e/" + HOST + "\r\n",
            "GET http://x:99999/" + HOST + "\r\n",
            "GET /?%zz=%" + HOST + "\r\n",
            "GET " + PATH + "?page=%zz&search=%ff" + HOST + authorization + "\r\n",
            "OPTIONS *" + HOST + "\r\n",
            "CONNECT x:1" + HOST + "\r\n",
            "TRACE /" + HOST + "\r\n",
            "GET /" + "x".repeat(20_000),
            "GET /" + HOST + "a: " + "x".repeat(20_000),
            "GET /" + HOST + "a:b\r\n".repeat(300),
            "GET /" + HOST + ": no name" + END,
            "GET /" + HOST + "a b: c" + END,
            "GET /" + HOST + "a: \0" + END,
            "GET /" + HOST + " folded" + END,
            "GET / HTTP/1.1" + END,
            "GET / HTTP/1.1\r\nHost: a\r\nHost: b" + END,
            "GET / HTTP/1.1\r\nHost: [::" + END,
            "GET /" + HOST + "Cookie: =;;=\0" + END,
            "GET /" + HOST + "Expect: anything" + END,
            "GET /"
                + HOST
                + "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\n"
                + "HTTP2-Settings: !"
                + END)
        .map(request -> Misuse.sending(request).named(shown(request)));
  }

  private Stream<Arguments> invalidBodies() {
    return Stream.of(
            post("Content-Length: -1") + "{}",
            post("Content-Length: x") + "{}",
            post("Content-Length: 99999999999999999999") + "{}",
            post("Content-Length: 999999999") + "{}",
            post("Content-Length: 2\r\nContent-Length: 3") + "{}",
            post("Content-Length: 2\r\nTransfer-Encoding: chunked") + "{}",
            post("Transfer-Encoding: gzip, chunked") + "0" + END,
            post("Transfer-Encoding: chunked") + "zz" + END,
            post("Transfer-Encoding: chunked") + "-1" + END,
            post("Transfer-Encoding: chunked") + "fffffffff" + END,
            post("Transfer-Encoding: chunked") + "2\r\n{}xx",
            post("Transfer-Encoding: chunked") + "0\r\n" + "a:b\r\n".repeat(3000),
            post("Content-Encoding: gzip\r\nContent-Length: 2") + "{}",
            post("Content-Length: 3") + "\u00ff\u00fe\u00fd")
        .map(request -> Misuse.sending(request).named(shown(request)));
  }

  private Stream<Arguments> brokenRequests() {
    return Stream.of(
            "GET /api",
            "GET " + PATH + HOST + "Author",
            post("Content-Length: 1000") + "{\"name\": ",
            post("Expect: 100-continue\r\nContent-Length: 1000"),
            post("Content-Length: 200000") + "x".repeat(100_000),
            post("Transfer-Encoding: chunked") + "ff",
            post("Transfer-Encoding: chunked") + "ff\r\n{",
            post("Transfer-Encoding: chunked") + "2\r\n{}\r\n",
            post("Transfer-Encoding: chunked") + "2\r\n{}\r\n0\r\na:",
            post("Content-Length: 2") + "{}",
            list() + list() + list(),
            list() + "GARBAGE" + END)
        .flatMap(
            request ->
                Stream.of(
                    Misuse.sending(request).named("end after " + shown(request)),
                    Misuse.sending(request).andReset().named("reset after " + shown(request))));
  }

  private Stream<Arguments> brokenResponses() {
    Misuse first = connection -> readFirst(connection, list());
    Misuse streaming = connection -> readFirst(connection, stream());
    Misuse large = connection -> readFirst(connection, STATIC + HOST + "\r\n");
    Misuse pipelined = connection -> readFirst(connection, (STATIC + HOST + "\r\n").repeat(5));
    return Stream.of(
        first.andReset().named("reset in a list"),
        streaming.named("end of a stream"),
        streaming.andReset().named("reset in a stream"),
        large.andReset().named("reset in a file"),
        pipelined.andReset().named("reset in several files"));
  }

  private static void readFirst(RawConnection connection, String request) throws IOException {
    connection.send(request).readUntil("HTTP/1.1 ", TIMEOUT);
  }

  private String list() {
    return "GET " + PATH + HOST + authorization + "\r\n";
  }

  private String stream() {
    return "GET " + PATH + "events/" + HOST + authorization + "Accept: text/event-stream" + END;
  }

  private String post(String headers) {
    return "POST "
        + PATH
        + HOST
        + authorization
        + "Content-Type: application/json\r\n"
        + headers
        + END;
  }

  private static String shown(String request) {
    String name = request.replaceAll("Bearer \\S+", "Bearer").replaceAll("\\p{Cntrl}+", " ");
    return name.length() > 110 ? name.substring(0, 110) + "..." : name;
  }
}
