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
 * One address of the API: which methods it has, and what each asks of the caller. Requests are
 * admitted in the order of contract 3.2: Accept, credentials, permission, method; on an item the
 * method comes before the permission (3.3).
 */
public final class Resource {

  /** What a method does; a failed future or a thrown {@link Failure} is answered as such. */
  public interface Operation extends Function<ApiRequest, Future<? extends ApiResponse>> {}

  private record Offered(Permission required, Operation operation) {}

  private static final String JSON = "application/json";

  private final String name;
  private final List<String> mediaTypes;
  private final boolean open;
  private final Map<HttpMethod, Permission> asked;
  private final Map<HttpMethod, Offered> offered = new LinkedHashMap<>();

  private Resource(
      String name, List<String> mediaTypes, boolean open, Map<HttpMethod, Permission> asked) {
    this.name = name;
    this.mediaTypes = mediaTypes;
    this.open = open;
    this.asked = asked;
  }

  /**
   * A collection: a caller without the permission of a method is told so even where the collection
   * does not offer the method.
   *
   * @param asked the permission of each method
   */
  public static Resource collection(String name, Map<HttpMethod, Permission> asked) {
    return new Resource(name, List.of(JSON), false, asked);
  }

  /** A single object, or anything else where the method is looked at before the permission. */
  public static Resource item(String name) {
    return new Resource(name, List.of(JSON), false, Map.of());
  }

  /** As {@link #item}, for something that is not JSON. */
  public static Resource rendering(String mediaType, String name) {
    return new Resource(name, List.of(mediaType), false, Map.of());
  }

  /** Something that asks for no token, in any of these forms; the first is the usual one. */
  public static Resource open(String name, String... mediaTypes) {
    return new Resource(name, List.of(mediaTypes), true, Map.of());
  }

  /** Offers a method to every caller with a valid token and, of a collection, its permission. */
  public Resource on(HttpMethod method, Operation operation) {
    return on(method, null, operation);
  }

  /** Offers a method to callers with a permission. */
  public Resource on(HttpMethod method, Permission required, Operation operation) {
    offered.put(method, new Offered(required, operation));
    return this;
  }

  /** The forms of its answers, as long as they are not failures. */
  List<String> mediaTypes() {
    return mediaTypes;
  }

  /** Whether it is for everyone, with or without a token. */
  boolean isOpen() {
    return open;
  }

  /** The value of the {@code Allow} header. */
  String allow() {
    return Stream.concat(offered.keySet().stream().map(HttpMethod::name), implied())
        .collect(Collectors.joining(", "));
  }

  /**
   * @throws Failure 403 or 405
   */
  void authorize(HttpMethod method, Caller caller) {
    require(caller, asked.get(method));
    if (method.equals(HttpMethod.OPTIONS)) {
      return;
    }
    Offered offer = offered.get(effective(method));
    if (offer == null) {
      throw Failure.of(
          Failure.Kind.METHOD_NOT_ALLOWED, "Method \"%s\" not allowed.".formatted(method.name()));
    }
    require(caller, offer.required());
  }

  /** Does what an admitted call asks for. */
  Future<? extends ApiResponse> answer(HttpMethod method, ApiRequest call) {
    if (method.equals(HttpMethod.OPTIONS)) {
      return Future.succeededFuture(JsonResponse.ok(description()));
    }
    try {
      return offered.get(effective(method)).operation().apply(call);
    } catch (Failure refused) {
      return Future.failedFuture(refused);
    }
  }

  private Stream<String> implied() {
    return offered.containsKey(HttpMethod.GET)
        ? Stream.of("HEAD", "OPTIONS")
        : Stream.of("OPTIONS");
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
