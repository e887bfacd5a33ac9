package org.racprovider.attack;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * A client that sends one request after the other, and keeps its connection. Unlike an HTTP library
 * it never sends a request twice.
 */
final class HttpConnection implements AutoCloseable {

  private final SocketFactory sockets;
  private final int port;
  private Socket socket;
  private InputStream in;
  private long deadline;

  HttpConnection(SocketFactory sockets, int port) {
    this.sockets = sockets;
    this.port = port;
  }

  /**
   * Sends a request and returns the status of the response, whose body it reads. After an exception
   * the next request opens another connection.
   */
  int exchange(byte[] request, Duration timeout) throws IOException {
    deadline = System.nanoTime() + timeout.toNanos();
    try {
      connect();
      socket.getOutputStream().write(request);
      return read();
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private void connect() throws IOException {
    if (socket == null) {
      socket = sockets.createSocket();
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), left());
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream(), 65_536);
    }
    socket.setSoTimeout(left());
  }

  private int left() {
    return (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime()));
  }

  private int read() throws IOException {
    String statusLine = line();
    long length = 0;
    boolean chunked = false;
    boolean last = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Long.parseLong(lower.substring("content-length:".length()).trim());
      }
      chunked |= lower.startsWith("transfer-encoding:") && lower.endsWith("chunked");
      last |= lower.startsWith("connection:") && lower.endsWith("close");
    }
    readBody(chunked, length);
    if (last) {
      close();
    }
    return Integer.parseInt(statusLine.split(" ")[1]);
  }

  private void readBody(boolean chunked, long length) throws IOException {
    if (!chunked) {
      skip(length);
      return;
    }
    long size = Long.parseLong(line(), 16);
    while (size > 0) {
      skip(size);
      line();
      size = Long.parseLong(line(), 16);
    }
    line();
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int read = next(); read != '\n'; read = next()) {
      line.append((char) read);
    }
    return line.toString().stripTrailing();
  }

  private int next() throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new EOFException("The server closed the connection");
    }
    return read;
  }

  private void skip(long bytes) throws IOException {
    socket.setSoTimeout(left());
    in.skipNBytes(bytes);
  }

  /** Bytes of a request without a body. */
  static byte[] get(String path, String token) {
    return bytes("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + authorization(token) + "\r\n");
  }

  /** Bytes of a request with a JSON body, and more header lines. */
  static byte[] send(String method, String path, String token, String headers, String body) {
    return bytes(
        "%s %s HTTP/1.1\r\nHost: x\r\n%s%sContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s"
            .formatted(method, path, authorization(token), headers, body.length(), body));
  }

  private static String authorization(String token) {
    return token.isEmpty() ? "" : "Authorization: Bearer " + token + "\r\n";
  }

  static byte[] bytes(String ascii) {
    return ascii.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    if (socket != null) {
      socket.close();
      socket = null;
    }
  }
}
