package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.racprovider.auth.Permission;
import org.racprovider.bus.CommandClient;
import org.racprovider.bus.Failure;
import org.racprovider.http.ApiRequest;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.JsonResponse;
import org.racprovider.http.Resource;
import org.racprovider.http.RouteGroup;
import org.racprovider.limits.CallerMemory;
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.IdempotencyKey;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.ProviderSettings;
import org.racprovider.provider.WriteMode;
import org.racprovider.provider.validation.RequestValidation;
import org.racprovider.provider.validation.ValidatedBody;

/**
 * The routes of {@code /providers/rac/}: each turns a request into a command (contract 2 and 4).
 */
public final class ProviderRoutes implements RouteGroup {

  private static final Map<HttpMethod, Permission> COLLECTION =
      Map.of(
          HttpMethod.GET, Permission.VIEW_RAC_PROVIDER,
          HttpMethod.HEAD, Permission.VIEW_RAC_PROVIDER,
          HttpMethod.POST, Permission.ADD_RAC_PROVIDER,
          HttpMethod.PUT, Permission.CHANGE_RAC_PROVIDER,
          HttpMethod.PATCH, Permission.CHANGE_RAC_PROVIDER,
          HttpMethod.DELETE, Permission.DELETE_RAC_PROVIDER);

  private final CommandClient commands;
  private final CallerMemory memory;
  private final ScopeRoutes rac;
  private final RequestValidation validation = new RequestValidation();

  public ProviderRoutes(CommandClient commands, ListParameters parameters, CallerMemory memory) {
    this.commands = commands;
    this.memory = memory;
    this.rac =
        new ScopeRoutes(
            ProviderScope.RAC, Permission.DELETE_RAC_PROVIDER, commands, parameters, memory);
  }

  @Override
  public void mount(ApiRouter router) {
    router.mount(
        "/providers/rac/",
        Resource.collection("RAC Provider List", COLLECTION)
            .on(HttpMethod.GET, rac::list)
            .on(HttpMethod.POST, this::create));
    router.mount(
        "/providers/rac/:id/",
        Resource.item("RAC Provider Instance")
            .on(HttpMethod.GET, Permission.VIEW_RAC_PROVIDER, this::get)
            .on(
                HttpMethod.PUT,
                Permission.VIEW_RAC_PROVIDER,
                request -> update(request, WriteMode.REPLACE))
            .on(
                HttpMethod.PATCH,
                Permission.VIEW_RAC_PROVIDER,
                request -> update(request, WriteMode.PATCH))
            .on(HttpMethod.DELETE, Permission.VIEW_RAC_PROVIDER, rac::delete));
    router.mount(
        "/providers/rac/:id/used_by/", Resource.item("Used by").on(HttpMethod.GET, rac::usedBy));
  }

  private Future<JsonResponse> create(ApiRequest request) {
    ValidatedBody validated = validation.validate(request.body(), WriteMode.CREATE);
    if (!validated.isValid()) {
      return refuse(validated, validated.references(), request);
    }
    String key = request.header("Idempotency-Key");
    if (key != null) {
      return createOnce(key, validated, request);
    }
    return commands
        .<JsonObject>request(ProviderCommands.CREATE, validated.fields(), request.actor())
        .map(provider -> created(provider, request));
  }

  private Future<JsonResponse> createOnce(String key, ValidatedBody validated, ApiRequest request) {
    if (!request.caller().isNamed()) {
      throw Failure.of(
          Failure.Kind.INVALID, "Idempotency-Key needs a token whose sub says who the caller is.");
    }
    IdempotencyKey idempotencyKey = IdempotencyKey.of(key, request.rawBody());
    JsonObject command =
        new JsonObject()
            .put("key", idempotencyKey.key())
            .put("fingerprint", idempotencyKey.fingerprint())
            .put("fields", validated.fields());
    return commands
        .<JsonObject>request(ProviderCommands.CREATE_ONCE, command, request.actor())
        .map(outcome -> createdOnce(outcome, request));
  }

  private static JsonResponse createdOnce(JsonObject outcome, ApiRequest request) {
    JsonResponse response = created(outcome.getJsonObject("provider"), request);
    return outcome.getBoolean("replayed") ? response.with("Idempotent-Replayed", "true") : response;
  }

  private Future<JsonResponse> get(ApiRequest request) {
    return rac.get(request).map(ProviderRoutes::tagged);
  }

  /** An unknown provider is reported before a missing permission or an invalid body. */
  private Future<JsonResponse> update(ApiRequest request, WriteMode mode) {
    try {
      request.require(Permission.CHANGE_RAC_PROVIDER);
      return update(request, validation.validate(request.body(), mode), mode);
    } catch (Failure refused) {
      return rac.requireFound(request).compose(found -> Future.failedFuture(refused));
    }
  }

  private Future<JsonResponse> update(ApiRequest request, ValidatedBody validated, WriteMode mode) {
    if (!validated.isValid()) {
      return refuse(validated, validated.references().put("pk", rac.pk(request)), request);
    }
    JsonObject command = rac.item(request).put("fields", validated.fields());
    return new ProviderUpdate(commands, memory, mode.address(), request.actor())
        .send(command, request.rawBody().length())
        .map(ProviderRoutes::tagged);
  }

  /** Reports the errors of the body together with the errors that the database finds. */
  private Future<JsonResponse> refuse(
      ValidatedBody validated, JsonObject references, ApiRequest request) {
    return commands
        .<JsonArray>request(ProviderCommands.CHECK, references, request.actor())
        .map(validated.errors()::withReferences)
        .compose(errors -> Future.failedFuture(errors.toFailure()));
  }

  /** A caller who may create but not view sees no settings (contract 1.2). */
  private static JsonResponse created(JsonObject provider, ApiRequest request) {
    return JsonResponse.created(
        request.caller().may(Permission.VIEW_RAC_PROVIDER)
            ? provider
            : ProviderSettings.hide(provider));
  }

  private static JsonResponse tagged(Buffer json) {
    return JsonResponse.ok(json).with("ETag", EntityTag.of(json).value());
  }
}
