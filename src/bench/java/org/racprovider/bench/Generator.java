package org.racprovider.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Creates providers from this process over many connections, each with a name of its own. Confined
 * to one event loop of its own.
 */
final class Generator implements AutoCloseable {

  private static final int CONNECTIONS = 1024;

  private final Vertx vertx = Vertx.vertx();
  private final Context context = vertx.getOrCreateContext();
  private final HttpClient client =
      vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  private final int port;
  private final List<String> tokens;
  private final Body body;
  private long sent;

  Generator(ServerProcess server, Callers callers, Body body) {
    this.port = server.port();
    this.tokens = callers.tokens();
    this.body = body;
  }

  /**
   * An open loop: sends at a steady rate, whatever becomes of what was sent before. Latency counts
   * from when a request was due, also where it was sent later.
   */
  Replies offer(double perSecond, int seconds) {
    int total = (int) Math.round(perSecond * seconds);
    return new Replies(onContext(() -> offered(total, perSecond)), seconds);
  }

  /** A closed loop: so many callers, each of whom sends its next when the last is answered. */
  Replies keep(int callers, int seconds) {
    List<Reply> replies = new ArrayList<>();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    onContext(
        () -> {
          List<Future<Void>> ended = new ArrayList<>();
          for (int i = 0; i < callers; i++) {
            ended.add(sendUntil(end, replies));
          }
          return Future.all(ended);
        });
    return new Replies(replies, seconds);
  }

  @Override
  public void close() {
    vertx.close().await();
  }

  private <T> T onContext(Supplier<Future<T>> work) {
    Promise<T> done = Promise.promise();
    context.runOnContext(now -> work.get().onComplete(done));
    return done.future().await();
  }

  private Future<List<Reply>> offered(int total, double perSecond) {
    Promise<List<Reply>> done = Promise.promise();
    List<Future<Reply>> replies = new ArrayList<>(total);
    long begun = System.nanoTime();
    vertx.setPeriodic(
        1,
        timer -> {
          double due = Math.min(total, (System.nanoTime() - begun) / 1e9 * perSecond);
          while (replies.size() < due) {
            replies.add(send(begun + (long) (replies.size() / perSecond * 1e9)));
          }
          if (replies.size() == total) {
            vertx.cancelTimer(timer);
            Future.all(replies).map(all -> all.<Reply>list()).onComplete(done);
          }
        });
    return done.future();
  }

  private Future<Void> sendUntil(long end, List<Reply> replies) {
    return System.nanoTime() > end
        ? Future.succeededFuture()
        : send(System.nanoTime())
            .compose(
                reply -> {
                  replies.add(reply);
                  return sendUntil(end, replies);
                });
  }

  private Future<Reply> send(long due) {
    String content = body.with("host-%018d".formatted(++sent));
    return client
        .request(options())
        .compose(request -> request.send(content))
        .compose(response -> response.end().map(response))
        .map(response -> reply(response, due))
        .otherwise(broken -> new Reply(0, millisSince(due), false));
  }

  private RequestOptions options() {
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setHost("127.0.0.1")
        .setPort(port)
        .setURI(Api.COLLECTION)
        .putHeader("Authorization", "Bearer " + tokens.get((int) (sent % tokens.size())))
        .putHeader("Content-Type", "application/json");
  }

  private static Reply reply(HttpClientResponse response, long due) {
    boolean retryAfter = response.getHeader("Retry-After") != null;
    return new Reply(response.statusCode(), millisSince(due), retryAfter);
  }

  private static double millisSince(long nanos) {
    return (System.nanoTime() - nanos) / 1e6;
  }
}
