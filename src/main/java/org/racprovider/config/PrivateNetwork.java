package org.racprovider.config;

import java.util.regex.Pattern;

/** Hosts that no name or address of the public Internet reaches. */
public final class PrivateNetwork {

  private static final Pattern HOST =
      Pattern.compile(
          "[a-z][\\w-]*|.+\\.(svc|local|internal|localhost)|\\[::1]"
              + "|(127|10)(\\.\\d{1,3}){3}|192\\.168(\\.\\d{1,3}){2}"
              + "|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}",
          Pattern.CASE_INSENSITIVE);

  private PrivateNetwork() {}

  /**
   * Whether a host is one of them.
   *
   * @param host as a URI has it
   */
  public static boolean holds(String host) {
    return HOST.matcher(host).matches();
  }
}
