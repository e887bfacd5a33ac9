package org.racprovider;

/** The ports that a server came to listen on. */
final class Ports {

  private volatile int http;
  private volatile int management;

  int http() {
    return http;
  }

  int management() {
    return management;
  }

  void setHttp(int port) {
    http = port;
  }

  void setManagement(int port) {
    management = port;
  }
}
