package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.regex.Pattern;
import org.racprovider.auth.Caller;
import org.racprovider.auth.Permission;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.ApiResponse;
import org.racprovider.http.JsonResponse;
import org.racprovider.limits.CallerMemory;
import org.racprovider.provider.ProviderScope;

/** The routes that exist for RAC providers and for providers of every type. */
final class ScopeRoutes {

  /** The permission to view each model that may refer to a provider (contract 4.3). */
  private static final Map<String, Permission> VIEW_MODEL =
      Map.of(
          "endpoint", Permission.VIEW_ENDPOINT,
          "outpost", Permission.VIEW_OUTPOST,
          "propertymapping", Permission.VIEW_PROPERTY_MAPPING);

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

  private final ProviderScope scope;
  private final Permission toDelete;
  private final CommandClient commands;
  private final ListParameters parameters;
  private final CallerMemory memory;

  /**
   * @param toDelete the permission to delete a provider
   * @param memory for providers that are large or many
   */
  ScopeRoutes(
      ProviderScope scope,
      Permission toDelete,
      CommandClient commands,
      ListParameters parameters,
      CallerMemory memory) {
    this.scope = scope;
    this.toDelete = toDelete;
    this.commands = commands;
    this.parameters = parameters;
    this.memory = memory;
  }

  /** A list that is not small is read and sent in parts. */
  Future<ApiResponse> list(ApiRequest request) {
    RemainingProviders remaining = remaining(request);
    request.context().addEndHandler(ended -> remaining.close());
    JsonObject command = parameters.command(request.query(), scope).put("encoded", true);
    return commands
        .<JsonObject>request(scope.addresses().list(), command, request.actor())
        .compose(
            page -> {
              Buffer start = start(page.getJsonObject("pagination"));
              Buffer small = remaining.take(page);
              return remaining
                  .next()
                  .map(part -> list(start.appendBuffer(joined(small, part)), remaining));
            });
  }

  private static Buffer start(JsonObject pagination) {
    return Buffer.buffer("{\"pagination\":")
        .appendBuffer(pagination.toBuffer())
        .appendString(",\"results\":[");
  }

  private static Buffer joined(Buffer first, Buffer second) {
    return first.length() == 0 || second.length() == 0
        ? first.appendBuffer(second)
        : first.appendString(",").appendBuffer(second);
  }

  private static ApiResponse list(Buffer start, RemainingProviders remaining) {
    Buffer end = Buffer.buffer("],\"autocomplete\":{}}");
    return remaining.isEmpty()
        ? JsonResponse.ok(start.appendBuffer(end))
        : new ListResponse(start, remaining, end);
  }

  /** The JSON of the provider. */
  Future<Buffer> get(ApiRequest request) {
    RemainingProviders remaining = remaining(request);
    return requireFound(request)
        .map(remaining::take)
        .compose(small -> small.length() > 0 ? Future.succeededFuture(small) : remaining.next())
        .map(this::requireNotDeleted);
  }

  private Buffer requireNotDeleted(Buffer json) {
    if (json.length() == 0) {
      throw scope.noSuchProvider();
    }
    return json;
  }

  /** Fails with 404 if the provider does not exist. */
  Future<JsonObject> requireFound(ApiRequest request) {
    JsonObject command = item(request).put("encoded", true);
    return commands.request(scope.addresses().get(), command, request.actor());
  }

  private RemainingProviders remaining(ApiRequest request) {
    return new RemainingProviders(commands, memory, scope, request.actor());
  }

  /** An unknown provider is reported before a missing permission. */
  Future<JsonResponse> delete(ApiRequest request) {
    if (!request.caller().may(toDelete)) {
      return requireFound(request).compose(found -> Future.failedFuture(Failure.forbidden()));
    }
    return commands
        .request(scope.addresses().delete(), item(request), request.actor())
        .map(deleted -> JsonResponse.noContent());
  }

  Future<JsonResponse> usedBy(ApiRequest request) {
    return commands
        .<JsonArray>request(scope.addresses().usedBy(), item(request), request.actor())
        .map(objects -> JsonResponse.ok(visible(objects, request.caller())));
  }

  private static JsonArray visible(JsonArray objects, Caller caller) {
    return objects.stream()
        .map(JsonObject.class::cast)
        .filter(object -> caller.may(VIEW_MODEL.get(object.getString("model_name"))))
        .collect(JsonArray::new, JsonArray::add, JsonArray::addAll);
  }

  /**
   * The pk in the path: digits, optionally with a minus sign (contract 0).
   *
   * @throws Failure 404, with different messages for a malformed pk and one beyond 32 bits
   */
  int pk(ApiRequest request) {
    String id = request.pathParameter("id");
    if (!INTEGER.matcher(id).matches()) {
      throw Failure.notFound();
    }
    try {
      return Integer.parseInt(id);
    } catch (NumberFormatException outOfRange) {
      throw scope.noSuchProvider();
    }
  }

  /**
   * The body of a command about one provider: {@code pk}, and {@code if_match} if the request has
   * the header.
   *
   * @throws Failure 404 for a pk that no provider can have
   */
  JsonObject item(ApiRequest request) {
    JsonObject command = new JsonObject().put("pk", pk(request));
    String ifMatch = request.header("If-Match");
    return ifMatch == null ? command : command.put("if_match", ifMatch);
  }
}
