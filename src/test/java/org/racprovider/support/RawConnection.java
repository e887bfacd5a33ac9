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

/** A connection on which anything can be sent, HTTP or not. */
public final class RawConnection implements AutoCloseable {

  private static final String NO_BYTE = "\uffff";

  private final Socket socket;

  public RawConnection(int port) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
  }

  public RawConnection send(String text) throws IOException {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** The same; the server may close before it has read everything. */
  public RawConnection sendAll(byte[] bytes) throws IOException {
    try {
      return send(bytes);
    } catch (SocketException closed) {
      return this;
    }
  }

  /** All that comes until the server closes the connection, or is silent for so long. */
  public String readAll(Duration patience) throws IOException {
    return readUntil(NO_BYTE, patience);
  }

  /** The same, or until this has come. */
  public String readUntil(String last, Duration patience) throws IOException {
    StringBuilder text = new StringBuilder();
    try {
      socket.setSoTimeout((int) patience.toMillis());
      InputStream in = new BufferedInputStream(socket.getInputStream());
      int read = in.read();
      while (read >= 0) {
        text.append((char) read);
        read = endsWith(text, last) ? -1 : in.read();
      }
    } catch (SocketTimeoutException silent) {
      text.append("(open)");
    } catch (SocketException reset) {
      text.append("(reset)");
    }
    return text.toString();
  }

  private static boolean endsWith(StringBuilder text, String last) {
    return text.indexOf(last, Math.max(0, text.length() - last.length())) >= 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
