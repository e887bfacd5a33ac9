package org.racprovider.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Sends requests as raw bytes, even if an HTTP client would refuse to send them. */
public final class RawHttp {

  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final int port;

  public RawHttp(int port) {
    this.port = port;
  }

  /**
   * Sends a request, and returns everything that the server sends until it closes the connection.
   *
   * @throws UncheckedIOException when the server sends nothing for 10 s and does not close
   */
  public String exchange(byte[] request) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) TIMEOUT.toMillis());
      Thread writer = new Thread(() -> write(socket, request), "raw-http");
      writer.setDaemon(true);
      writer.start();
      return readAll(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server may close before it has read everything. */
  private static void write(Socket socket, byte[] request) {
    try {
      socket.getOutputStream().write(request);
    } catch (IOException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private static String readAll(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[8192];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        read.write(buffer, 0, n);
      }
    } catch (SocketException reset) {
      // The server closed without reading everything: the bytes before the reset count.
      return read.toString(StandardCharsets.UTF_8);
    }
    return read.toString(StandardCharsets.UTF_8);
  }
}
