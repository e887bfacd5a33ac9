package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.racprovider.auth.Authentication;
import org.racprovider.auth.Caller;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.http.limits.BodyReader;

/**
 * Puts resources at their addresses, under the base path and at the root, and answers their
 * requests in the order of contract 3.2: Accept, credentials, permission, method; then the
 * operation.
 */
public final class ApiRouter {

  /** What others send as a body is not looked at, and not kept either. */
  private static final Set<HttpMethod> METHODS_WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final Router router;
  private final Set<String> bases;
  private final Authentication authentication;
  private final BodyReader bodies;
  private final AdmissionControl capacity;

  ApiRouter(
      Router router,
      String basePath,
      Authentication authentication,
      BodyReader bodies,
      AdmissionControl capacity) {
    this.router = router;
    this.bases = Set.of(basePath, "");
    this.authentication = authentication;
    this.bodies = bodies;
    this.capacity = capacity;
  }

  /** Serves a resource at a path such as {@code /providers/rac/:id/}. */
  public void mount(String path, Resource resource) {
    bases.forEach(base -> serve(base + path, path, resource));
  }

  /** Serves a resource at this address alone, wherever the base path is. */
  public void mountAt(String address, Resource resource) {
    serve(address, address, resource);
  }

  /** Hands all below a path such as {@code /eventbus/} to a router that looks after itself. */
  public void delegate(String path, Router whole) {
    router
        .route(path + "*")
        .handler(
            context -> {
              RequestObservation.of(context).routed(path);
              context.next();
            });
    router.route(path + "*").subRouter(whole);
  }

  /**
   * The caller with this value of an {@code Authorization} header, which came by another way; null
   * where none came. Fails with a {@link org.racprovider.bus.Failure}: 403 or 503.
   */
  public Future<Caller> authenticate(String authorization) {
    return authentication.authenticate(authorization == null ? List.of() : List.of(authorization));
  }

  /**
   * Takes on what is a stream of this caller, until its connection ends.
   *
   * @throws org.racprovider.bus.Failure 429 or 503 where too many are open
   */
  public void admitStream(RoutingContext context, String subject) {
    capacity.takeStream(subject);
    ((ConnectionBase) context.request().connection())
        .closeFuture()
        .onComplete(closed -> capacity.giveBackStream(subject));
  }

  private void serve(String address, String path, Resource resource) {
    CharSequence allow = HttpHeaders.createOptimized(resource.allow());
    router
        .route(address)
        .handler(
            context -> {
              RequestObservation.of(context).routed(path);
              context.response().putHeader(HttpHeaders.ALLOW, allow);
              answer(context, resource)
                  .map(reply -> admit(context, reply))
                  .onComplete(reply -> reply.send(context), context::fail);
            });
  }

  private Future<? extends ApiResponse> answer(RoutingContext context, Resource resource) {
    HttpServerRequest request = context.request();
    capacity.admit(context);
    String mediaType = ContentNegotiation.choose(resource.mediaTypes(), context);
    if (resource.isOpen()) {
      return answer(context, resource, mediaType, Caller.ANYONE);
    }
    Future<Caller> caller = authentication.authenticate(request);
    Future<? extends ApiResponse> reply =
        caller.compose(known -> answer(context, resource, mediaType, known));
    if (!caller.isComplete()) {
      request.pause();
      // Only then something listens to the body.
      caller.onComplete(known -> request.resume());
    }
    return reply;
  }

  private Future<? extends ApiResponse> answer(
      RoutingContext context, Resource resource, String mediaType, Caller caller) {
    if (context.response().closed()) {
      return Future.failedFuture("The client left while its token was verified");
    }
    HttpMethod method = context.request().method();
    RequestObservation.of(context).authenticated(caller);
    capacity.admit(context, caller.subject());
    resource.authorize(method, caller);
    return body(context)
        .compose(body -> resource.answer(method, new ApiRequest(context, caller, mediaType, body)));
  }

  /** Streams take no request's place, or those who only listen would keep out all others. */
  private ApiResponse admit(RoutingContext context, ApiResponse reply) {
    if (reply.isStream() && !context.response().closed()) {
      capacity.admitStream(context, RequestObservation.of(context).subject());
    }
    return reply;
  }

  private Future<Buffer> body(RoutingContext context) {
    HttpServerRequest request = context.request();
    return METHODS_WITH_BODY.contains(request.method()) && BodyReader.isAnnounced(request)
        ? bodies.read(context)
        : Future.succeededFuture(Buffer.buffer());
  }
}
