package org.racprovider.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Consumer;

/** The facts about a request and its response that the metrics and the access log record. */
public final class RequestObservation {

  /** The route of a request that matches none. */
  static final String UNMATCHED = "unmatched";

  /** The status of a request whose connection ended before its response did. */
  static final int ABORTED = 499;

  private static final String KEY = RequestObservation.class.getName();

  private final RoutingContext context;
  private final long start = System.nanoTime();
  private String route = UNMATCHED;
  private String subject;
  private int status;

  private RequestObservation(RoutingContext context) {
    this.context = context;
  }

  /**
   * Starts to observe a request.
   *
   * @param observer is called when the response was sent or the connection ended
   */
  static void start(RoutingContext context, Consumer<RequestObservation> observer) {
    RequestObservation observation = new RequestObservation(context);
    context.put(KEY, observation);
    context.addEndHandler(
        end -> {
          observation.status = end.succeeded() ? context.response().getStatusCode() : ABORTED;
          observer.accept(observation);
        });
  }

  public static RequestObservation of(RoutingContext context) {
    return context.get(KEY);
  }

  void setRoute(String pattern) {
    route = pattern;
  }

  void setSubject(String caller) {
    subject = caller;
  }

  public HttpMethod method() {
    return context.request().method();
  }

  /** The pattern of the path, such as {@code /providers/rac/:id/}. */
  public String route() {
    return route;
  }

  /** The path as it was sent, without the query. */
  String path() {
    return context.request().path();
  }

  /** The subject of the caller; null if it is not known. */
  String subject() {
    return subject;
  }

  public String requestId() {
    return ResponseHeaders.requestId(context);
  }

  public int status() {
    return status;
  }

  /** The nanoseconds since the request arrived. */
  public long nanos() {
    return System.nanoTime() - start;
  }
}
