package org.racprovider.support;

import java.io.IOException;
import java.net.InetAddress;
import javax.net.ssl.SSLSocket;

/** A program that opens TLS connections one after the other and never resumes a session. */
public final class TlsClient {

  private TlsClient() {}

  /**
   * @param arguments the port of the loopback address, the protocol, and the number of connections
   */
  public static void main(String[] arguments) throws IOException {
    int connections = Integer.parseInt(arguments[2]);
    for (int i = 0; i < connections; i++) {
      connect(Integer.parseInt(arguments[0]), arguments[1]);
    }
    System.out.println("Connected " + connections);
  }

  private static void connect(int port, String protocol) throws IOException {
    try (SSLSocket socket =
        (SSLSocket) TrustingTls.sockets().createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setTcpNoDelay(true);
      socket.setEnabledProtocols(new String[] {protocol});
      socket.startHandshake();
    }
  }
}
