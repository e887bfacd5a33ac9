package org.racprovider.support;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A TCP connection to a server on the loopback address. It sends any bytes, even invalid HTTP. */
public final class RawConnection implements AutoCloseable {

  private static final String NO_BYTE = "\uffff";

  private static final Duration END = Duration.ofSeconds(20);

  private final Socket socket;

  public RawConnection(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
  }

  /** The socket, for clients that continue with another protocol. */
  public Socket socket() {
    return socket;
  }

  /** Closes the connection with a reset instead of an end. */
  public void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /** Sends nothing more, and reads until the server closes the connection. */
  public void end() throws IOException {
    if (socket.isClosed()) {
      return;
    }
    try {
      socket.shutdownOutput();
      readAll(END);
    } catch (SocketException reset) {
      socket.close();
    }
  }

  public RawConnection send(String string) throws IOException {
    return send(string.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Sends bytes. The server may close the connection before it has read them all. */
  public RawConnection sendAll(byte[] bytes) throws IOException {
    try {
      return send(bytes);
    } catch (SocketException closed) {
      return this;
    }
  }

  /** Reads until the server closes the connection, or sends nothing for this time. */
  public String readAll(Duration timeout) throws IOException {
    return readUntil(NO_BYTE, timeout);
  }

  /**
   * Reads until the server closes the connection, sends nothing for this time, or has sent the
   * string {@code last}. The result ends with {@code (open)} after the timeout, and with {@code
   * (reset)} after a reset.
   */
  public String readUntil(String last, Duration timeout) throws IOException {
    StringBuilder received = new StringBuilder();
    try {
      socket.setSoTimeout((int) timeout.toMillis());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      int read = in.read();
      while (read >= 0) {
        received.append((char) read);
        read = endsWith(received, last) ? -1 : in.read();
      }
    } catch (SocketTimeoutException silent) {
      received.append("(open)");
    } catch (SocketException reset) {
      received.append("(reset)");
    }
    return received.toString();
  }

  private static boolean endsWith(StringBuilder received, String last) {
    return received.indexOf(last, Math.max(0, received.length() - last.length())) >= 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
