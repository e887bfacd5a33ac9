package org.racprovider.http;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.racprovider.auth.Caller;
import org.racprovider.auth.Permission;
import org.racprovider.bus.Failure;

/**
 * One path of the API: the methods that it offers, and the permission that each requires. A
 * collection checks the permission before the method (contract 3.2), an item the method before the
 * permission (contract 3.3).
 */
public final class Resource {

  /** Executes a method. A {@link Failure} that it throws is treated like a failed future. */
  public interface Operation extends Function<ApiRequest, Future<? extends ApiResponse>> {}

  private record Offer(Permission required, Operation operation) {}

  private static final String JSON = "application/json";

  private final String name;
  private final List<String> mediaTypes;
  private final boolean open;
  private final Map<HttpMethod, Permission> permissions;
  private final Map<HttpMethod, Offer> offers = new LinkedHashMap<>();

  private Resource(
      String name, List<String> mediaTypes, boolean open, Map<HttpMethod, Permission> permissions) {
    this.name = name;
    this.mediaTypes = mediaTypes;
    this.open = open;
    this.permissions = permissions;
  }

  /**
   * A collection. A caller without the permission of a method gets 403 even if the collection does
   * not offer the method.
   *
   * @param permissions the permission of each method
   */
  public static Resource collection(String name, Map<HttpMethod, Permission> permissions) {
    return new Resource(name, List.of(JSON), false, permissions);
  }

  /** A single object, or another resource that checks the method before the permission. */
  public static Resource item(String name) {
    return new Resource(name, List.of(JSON), false, Map.of());
  }

  /** Like {@link #item}, with another media type than JSON. */
  public static Resource rendering(String mediaType, String name) {
    return new Resource(name, List.of(mediaType), false, Map.of());
  }

  /** A resource that requires no token. The first media type is the default. */
  public static Resource open(String name, String... mediaTypes) {
    return new Resource(name, List.of(mediaTypes), true, Map.of());
  }

  /** Offers a method that requires no permission beyond that of a collection. */
  public Resource on(HttpMethod method, Operation operation) {
    return on(method, null, operation);
  }

  /** Offers a method that requires a permission. */
  public Resource on(HttpMethod method, Permission required, Operation operation) {
    offers.put(method, new Offer(required, operation));
    return this;
  }

  /** The media types of its responses; failures are always JSON. */
  List<String> mediaTypes() {
    return mediaTypes;
  }

  /** Whether it requires no token. */
  boolean isOpen() {
    return open;
  }

  /** The value of the {@code Allow} header. */
  String allow() {
    return Stream.concat(offers.keySet().stream().map(HttpMethod::name), impliedMethods())
        .collect(Collectors.joining(", "));
  }

  /**
   * @throws Failure 403 or 405
   */
  void authorize(HttpMethod method, Caller caller) {
    require(caller, permissions.get(method));
    if (method.equals(HttpMethod.OPTIONS)) {
      return;
    }
    Offer offer = offers.get(effective(method));
    if (offer == null) {
      throw Failure.of(
          Failure.Kind.METHOD_NOT_ALLOWED, "Method \"%s\" not allowed.".formatted(method.name()));
    }
    require(caller, offer.required());
  }

  /** Runs the operation of a method that {@link #authorize} has allowed. */
  Future<? extends ApiResponse> handle(HttpMethod method, ApiRequest request) {
    if (method.equals(HttpMethod.OPTIONS)) {
      return Future.succeededFuture(JsonResponse.ok(description()));
    }
    try {
      return offers.get(effective(method)).operation().apply(request);
    } catch (Failure refused) {
      return Future.failedFuture(refused);
    }
  }

  private Stream<String> impliedMethods() {
    return offers.containsKey(HttpMethod.GET) ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS");
  }

  private static HttpMethod effective(HttpMethod method) {
    return method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
  }

  private static void require(Caller caller, Permission permission) {
    if (permission != null && !caller.may(permission)) {
      throw Failure.forbidden();
    }
  }

  private JsonObject description() {
    return new JsonObject()
        .put("name", name)
        .put("description", "")
        .put("renders", new JsonArray(mediaTypes))
        .put("parses", JsonArray.of(JSON));
  }
}
