package org.racprovider.attack;

import static org.racprovider.attack.HttpConnection.get;
import static org.racprovider.attack.HttpConnection.send;
import static org.racprovider.attack.Target.create;
import static org.racprovider.attack.Target.token;
import static org.racprovider.attack.Target.unique;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.racprovider.support.Providers;

/**
 * Callers that use the server while it is attacked, at a modest rate: one for each kind of request,
 * each on a connection that it keeps, and newcomers, who open one for each create.
 */
final class OtherCallers {

  /** A newcomer gets its 201 in this time; it may try again until then. */
  static final Duration NEWCOMER = Duration.ofSeconds(5);

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 100;
  private static final int KINDS = 5;
  private static final long NEWCOMERS_MILLIS = 500;

  private final Target target;
  private final String token = token("somebody else", "add", "view", "change");
  private final Queue<Response> responses = new ConcurrentLinkedQueue<>();
  private final Queue<Response> newcomers = new ConcurrentLinkedQueue<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopping;

  OtherCallers(Target target) {
    this.target = target;
    caller("create", 201, () -> create(token, "other ", "{}", ""));
    caller("keyed create", 201, () -> create(token, "keyed ", "{}", key()));
    caller("read", 200, () -> get(Providers.PATH + "1/", token));
    caller("list", 200, () -> get(Providers.PATH, token));
    caller("patch", 200, () -> send("PATCH", Providers.PATH + "2/", token, "", changed()));
    start("newcomers", this::comeAgain);
  }

  private static String key() {
    return "Idempotency-Key: key-" + unique() + "\r\n";
  }

  private static String changed() {
    return "{\"settings\":{\"n\":\"" + unique() + "\"}}";
  }

  private void caller(String kind, int normal, Supplier<byte[]> request) {
    start(kind, () -> repeat(kind, normal, request));
  }

  private void start(String name, Runnable loop) {
    Thread thread = new Thread(loop, name);
    thread.setDaemon(true);
    thread.start();
    threads.add(thread);
  }

  private void repeat(String kind, int normal, Supplier<byte[]> request) {
    try (HttpConnection connection = target.connection()) {
      while (!stopping) {
        responses.add(response(connection, kind, normal, request.get(), TIMEOUT));
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void comeAgain() {
    try {
      while (!stopping) {
        newcomers.add(newcomer());
        TimeUnit.MILLISECONDS.sleep(NEWCOMERS_MILLIS);
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A caller who creates a provider on a new connection, and tries again until it succeeds. */
  private Response newcomer() throws IOException, InterruptedException {
    long start = System.nanoTime();
    Response last;
    do {
      try (HttpConnection connection = target.connection()) {
        byte[] request = create(token, "newcomer ", "{}", "Connection: close\r\n");
        Duration left = NEWCOMER.minusMillis(millisSince(start)).plusMillis(1);
        last = response(connection, "newcomer", 201, request, left);
      }
      if (!last.isNormal()) {
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    } while (!last.isNormal() && millisSince(start) < NEWCOMER.toMillis());
    return new Response("newcomer", last.status(), last.isNormal(), millisSince(start));
  }

  private static Response response(
      HttpConnection connection, String kind, int normal, byte[] request, Duration timeout) {
    long start = System.nanoTime();
    try {
      int status = connection.exchange(request, timeout);
      return new Response(kind, Integer.toString(status), status == normal, millisSince(start));
    } catch (IOException e) {
      return new Response(kind, e.toString(), false, millisSince(start));
    }
  }

  private static long millisSince(long start) {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Whether each of the callers that keep their connections has got a normal response. */
  boolean haveSettled() {
    return responses.stream().filter(Response::isNormal).map(Response::kind).distinct().count()
        == KINDS;
  }

  /** What the callers got on the connections that they keep. */
  List<Response> responses() {
    return List.copyOf(responses);
  }

  /** The creates of newcomers. */
  List<Response> newcomers() {
    return List.copyOf(newcomers);
  }

  /** Stops the callers, each after its last response. */
  void stop() throws InterruptedException {
    stopping = true;
    for (Thread thread : threads) {
      thread.join();
    }
  }
}
