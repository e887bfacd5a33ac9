package org.racprovider.config;

import java.util.regex.Pattern;

/** The hosts that are not on the public Internet, by their names or addresses. */
public final class PrivateNetwork {

  private static final Pattern HOST =
      Pattern.compile(
          "[a-z][\\w-]*|.+\\.(svc|local|internal|localhost)|\\[::1]"
              + "|(127|10)(\\.\\d{1,3}){3}|192\\.168(\\.\\d{1,3}){2}"
              + "|172\\.(1[6-9]|2\\d|3[01])(\\.\\d{1,3}){2}",
          Pattern.CASE_INSENSITIVE);

  private PrivateNetwork() {}

  /**
   * Whether a host is on a private network.
   *
   * @param host as {@link java.net.URI#getHost} returns it
   */
  public static boolean contains(String host) {
    return HOST.matcher(host).matches();
  }
}
