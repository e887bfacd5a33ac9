package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;
import org.racprovider.auth.Authentication;
import org.racprovider.auth.Caller;
import org.racprovider.http.limits.AdmissionControl;
import org.racprovider.http.limits.BodyReader;
import org.racprovider.http.limits.UnreadOutput;

/**
 * Mounts resources at their paths, below the base path and at the root. It checks each request in
 * the order of contract 3.2 (Accept, credentials, permission, method), then runs the operation.
 */
public final class ApiRouter {

  /** The body of a request with any other method is ignored and not kept in memory. */
  private static final Set<HttpMethod> METHODS_WITH_BODY =
      Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH);

  private final Router router;
  private final Set<String> basePaths;
  private final Authentication authentication;
  private final BodyReader bodyReader;
  private final AdmissionControl admission;

  ApiRouter(
      Router router,
      String basePath,
      Authentication authentication,
      BodyReader bodyReader,
      AdmissionControl admission) {
    this.router = router;
    this.basePaths = Set.of(basePath, "");
    this.authentication = authentication;
    this.bodyReader = bodyReader;
    this.admission = admission;
  }

  /** Mounts a resource at a path such as {@code /providers/rac/:id/}. */
  public void mount(String path, Resource resource) {
    basePaths.forEach(basePath -> mount(basePath + path, path, resource));
  }

  /** Mounts a resource at this path only, independent of the base path. */
  public void mountAt(String path, Resource resource) {
    mount(path, path, resource);
  }

  /** Passes all requests below a path such as {@code /eventbus/} to another router, unchecked. */
  public void delegate(String path, Router other) {
    router
        .route(path + "*")
        .handler(
            context -> {
              RequestObservation.of(context).setRoute(path);
              context.next();
            });
    router.route(path + "*").subRouter(other);
  }

  /**
   * Identifies the caller by the value of an {@code Authorization} header that was sent in another
   * way. Fails with a {@link org.racprovider.bus.Failure}: 403 or 503.
   *
   * @param authorization null if none was sent
   */
  public Future<Caller> authenticate(String authorization) {
    return authentication.authenticate(authorization == null ? List.of() : List.of(authorization));
  }

  /**
   * Counts a stream of this caller until its connection ends.
   *
   * @throws org.racprovider.bus.Failure 429 or 503 if there are too many
   */
  public void admitStream(RoutingContext context, String subject) {
    admission.admitStream(context.request().connection(), subject);
  }

  /** The output of a request's connection that the client has not read. */
  public UnreadOutput unreadOutput(RoutingContext context) {
    return admission.unreadOutput(context.request().connection());
  }

  private void mount(String fullPath, String path, Resource resource) {
    CharSequence allow = HttpHeaders.createOptimized(resource.allow());
    router
        .route(fullPath)
        .handler(
            context -> {
              RequestObservation.of(context).setRoute(path);
              context.response().putHeader(HttpHeaders.ALLOW, allow);
              process(context, resource)
                  .map(response -> countStream(context, response))
                  .onComplete(response -> response.send(context), context::fail);
            });
  }

  private Future<? extends ApiResponse> process(RoutingContext context, Resource resource) {
    HttpServerRequest request = context.request();
    String mediaType = ContentNegotiation.choose(resource.mediaTypes(), context);
    if (resource.isOpen()) {
      return process(context, resource, mediaType, Caller.ANONYMOUS);
    }
    Future<Caller> caller =
        authentication
            .authenticate(request)
            .onSuccess(known -> admission.identified(request.connection(), known.subject()));
    Future<? extends ApiResponse> response =
        caller.compose(known -> process(context, resource, mediaType, known));
    if (!caller.isComplete()) {
      // Nothing reads the body before the caller is known.
      admission.stopReadingUntil(request, caller);
    }
    return response;
  }

  private Future<? extends ApiResponse> process(
      RoutingContext context, Resource resource, String mediaType, Caller caller) {
    if (context.response().closed()) {
      return Future.failedFuture("The client disconnected during authentication");
    }
    HttpMethod method = context.request().method();
    RequestObservation.of(context).setSubject(caller.subject());
    // A request that waits for the key of its token takes no place of others.
    admission.admit(context, caller.subject());
    resource.authorize(method, caller);
    return body(context, caller)
        .compose(body -> resource.handle(method, new ApiRequest(context, caller, mediaType, body)));
  }

  private ApiResponse countStream(RoutingContext context, ApiResponse response) {
    if (response.isStream() && !context.response().closed()) {
      admission.becomeStream(context, RequestObservation.of(context).subject());
    }
    return response;
  }

  /** A request that waits for its body is not counted, because clients decide how long it waits. */
  private Future<Buffer> body(RoutingContext context, Caller caller) {
    HttpServerRequest request = context.request();
    if (!METHODS_WITH_BODY.contains(request.method()) || !BodyReader.hasBody(request)) {
      return Future.succeededFuture(Buffer.buffer());
    }
    admission.suspend(context);
    return bodyReader
        .read(context, caller.subject())
        .map(
            body -> {
              admission.resume(context);
              return body;
            });
  }
}
