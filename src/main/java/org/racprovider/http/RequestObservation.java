package org.racprovider.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;
import org.racprovider.auth.Caller;

/** A request and its answer, for those who count and log them. */
public final class RequestObservation {

  /** The route of all requests that have none. */
  static final String UNMATCHED = "unmatched";

  /** The status of a request whose connection ended before its answer did. */
  static final int ABORTED = 499;

  private static final String KEY = RequestObservation.class.getName();

  private final RoutingContext context;
  private final long begun = System.nanoTime();
  private String route = UNMATCHED;
  private String subject;
  private int status;
  private boolean stream;

  private RequestObservation(RoutingContext context) {
    this.context = context;
  }

  /**
   * Begins.
   *
   * @param observer is told when the answer is sent, or the connection gone
   */
  static void begin(RoutingContext context, Consumer<RequestObservation> observer) {
    RequestObservation exchange = new RequestObservation(context);
    context.put(KEY, exchange);
    context.addEndHandler(
        end -> {
          exchange.status = end.succeeded() ? context.response().getStatusCode() : ABORTED;
          observer.accept(exchange);
        });
  }

  public static RequestObservation of(RoutingContext context) {
    return context.get(KEY);
  }

  void routed(String pattern) {
    route = pattern;
  }

  void authenticated(Caller caller) {
    subject = caller.subject();
  }

  public void becameStream() {
    stream = true;
  }

  public boolean isStream() {
    return stream;
  }

  public HttpMethod method() {
    return context.request().method();
  }

  /** The pattern of the path, such as {@code /providers/rac/:id/}. */
  public String route() {
    return route;
  }

  /** As it was sent, without the query. */
  public String path() {
    return context.request().path();
  }

  /** Who asked; null where that is not known. */
  public String subject() {
    return subject;
  }

  public String requestId() {
    return RequestId.of(context);
  }

  public int status() {
    return status;
  }

  /** Since it began. */
  public long nanos() {
    return System.nanoTime() - begun;
  }
}
