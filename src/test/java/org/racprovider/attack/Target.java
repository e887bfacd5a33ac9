package org.racprovider.attack;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.SocketFactory;
import org.racprovider.support.Jws;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerProcess;

/**
 * The server that is attacked.
 *
 * @param sockets opens its connections, encrypted if it serves HTTPS
 * @param scale how many times larger its heap is than the one of the image; attacks grow with it
 */
record Target(SocketFactory sockets, int port, int managementPort, double scale) {

  private static final String PERMISSION = "authentik_providers_rac.%s_racprovider";
  private static final int MAX_CONNECTIONS = 9_000;
  private static final AtomicLong NAMES = new AtomicLong(System.nanoTime());

  /** The same server, through a load balancer on this port. */
  Target behind(int balancer) {
    return new Target(sockets, balancer, managementPort, scale);
  }

  /** A new connection, which is opened by its first request. */
  HttpConnection connection() {
    return new HttpConnection(sockets, port);
  }

  HttpConnection management() {
    return new HttpConnection(SocketFactory.getDefault(), managementPort);
  }

  /** The number of connections or bodies that is as much for this heap as this is for 96 MiB. */
  int scaled(int number) {
    return Math.min(MAX_CONNECTIONS, (int) Math.ceil(number * scale));
  }

  /** A token of a caller with these permissions, such as {@code add}. */
  static String token(String subject, String... permissions) {
    return token(subject, Duration.ofHours(1), permissions);
  }

  static String token(String subject, Duration lifetime, String... permissions) {
    return sign("{\"alg\":\"HS256\",\"typ\":\"JWT\"}", subject, lifetime, permissions);
  }

  /** A token that names a key of the key set. */
  static String tokenOfKey(String kid, String subject, String... permissions) {
    String header = "{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"" + kid + "\"}";
    return sign(header, subject, Duration.ofHours(1), permissions);
  }

  private static String sign(
      String header, String subject, Duration lifetime, String... permissions) {
    JsonObject claims =
        new JsonObject()
            .put("sub", subject)
            .put("exp", Instant.now().plus(lifetime).getEpochSecond())
            .put("permissions", permissions(permissions));
    return Jws.hs256(ServerProcess.SECRET, header, claims.encode());
  }

  private static JsonArray permissions(String... names) {
    return new JsonArray(List.of(names).stream().map(PERMISSION::formatted).toList());
  }

  /** A create with a name that nobody has used, and these settings. */
  static byte[] create(String token, String prefix, String settings, String headers) {
    String body =
        "{\"name\":\"%s%d\",\"authorization_flow\":\"%s\",\"settings\":%s}"
            .formatted(prefix, unique(), Providers.FLOW, settings);
    return HttpConnection.send("POST", Providers.PATH, token, headers, body);
  }

  static long unique() {
    return NAMES.incrementAndGet();
  }
}
