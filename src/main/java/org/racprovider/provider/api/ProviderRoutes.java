package org.racprovider.provider.api;

import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
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
import org.racprovider.provider.EntityTag;
import org.racprovider.provider.IdempotencyKey;
import org.racprovider.provider.ProviderCommands;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.ProviderSettings;
import org.racprovider.provider.validation.RequestValidation;
import org.racprovider.provider.validation.ValidatedBody;

/** {@code /providers/rac/}: from a decoded request to a command and back. */
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
  private final ScopeRoutes rac;
  private final RequestValidation validation = new RequestValidation();

  public ProviderRoutes(CommandClient commands, ListParameters parameters) {
    this.commands = commands;
    this.rac =
        new ScopeRoutes(ProviderScope.RAC, Permission.DELETE_RAC_PROVIDER, commands, parameters);
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
            .on(HttpMethod.PUT, Permission.VIEW_RAC_PROVIDER, call -> update(call, false))
            .on(HttpMethod.PATCH, Permission.VIEW_RAC_PROVIDER, call -> update(call, true))
            .on(HttpMethod.DELETE, Permission.VIEW_RAC_PROVIDER, rac::delete));
    router.mount(
        "/providers/rac/:id/used_by/", Resource.item("Used by").on(HttpMethod.GET, rac::usedBy));
  }

  private Future<JsonResponse> create(ApiRequest call) {
    ValidatedBody checked = validation.check(call.body(), false);
    if (!checked.isValid()) {
      return refuse(checked, checked.references(), call);
    }
    return create(checked, call).recover(cause -> Future.failedFuture(asSent(checked, cause)));
  }

  private Future<JsonResponse> create(ValidatedBody checked, ApiRequest call) {
    String key = call.header("Idempotency-Key");
    if (key == null) {
      return commands
          .<JsonObject>request(ProviderCommands.CREATE, checked.body(), call.actor())
          .map(provider -> created(provider, call));
    }
    if (!call.caller().isNamed()) {
      throw Failure.of(
          Failure.Kind.INVALID, "Idempotency-Key needs a token whose sub says who the caller is.");
    }
    IdempotencyKey once = IdempotencyKey.of(key, call.rawBody());
    JsonObject command =
        new JsonObject()
            .put("key", once.key())
            .put("fingerprint", once.fingerprint())
            .put("fields", checked.body());
    return commands
        .<JsonObject>request(ProviderCommands.CREATE_ONCE, command, call.actor())
        .map(outcome -> createdOnce(outcome, call));
  }

  private static JsonResponse createdOnce(JsonObject outcome, ApiRequest call) {
    JsonResponse answer = created(outcome.getJsonObject("provider"), call);
    return outcome.getBoolean("replayed") ? answer.with("Idempotent-Replayed", "true") : answer;
  }

  private Future<JsonResponse> get(ApiRequest call) {
    return rac.get(call).map(ProviderRoutes::tagged);
  }

  /**
   * On an item the object is looked for before the permission to change it, and before the body.
   */
  private Future<JsonResponse> update(ApiRequest call, boolean partial) {
    try {
      call.require(Permission.CHANGE_RAC_PROVIDER);
      return update(call, validation.check(call.body(), partial), partial);
    } catch (Failure refused) {
      return rac.get(call).compose(found -> Future.failedFuture(refused));
    }
  }

  private Future<JsonResponse> update(ApiRequest call, ValidatedBody checked, boolean partial) {
    if (!checked.isValid()) {
      return refuse(checked, checked.references().put("pk", rac.pk(call)), call);
    }
    JsonObject command = rac.item(call).put("fields", checked.body());
    return commands
        .<JsonObject>request(
            partial ? ProviderCommands.PATCH : ProviderCommands.REPLACE, command, call.actor())
        .map(ProviderRoutes::tagged)
        .recover(cause -> Future.failedFuture(asSent(checked, cause)));
  }

  /** Reports what is wrong in the body together with what the database has against the rest. */
  private Future<JsonResponse> refuse(
      ValidatedBody checked, JsonObject references, ApiRequest call) {
    return commands
        .<JsonObject>request(ProviderCommands.CHECK, references, call.actor())
        .compose(errors -> Future.failedFuture(invalid(checked.merge(errors))));
  }

  /** The errors of a command name UUIDs in their canonical form, the client wrote another. */
  private static Throwable asSent(ValidatedBody checked, Throwable cause) {
    return cause instanceof Failure failure && failure.kind() == Failure.Kind.INVALID
        ? invalid(checked.merge(new JsonObject(failure.body())))
        : cause;
  }

  private static Failure invalid(JsonObject errors) {
    return Failure.withBody(Failure.Kind.INVALID, errors.encode());
  }

  /** Who may create but not view sees no settings (contract 1.2, 2026.5.5). */
  private static JsonResponse created(JsonObject provider, ApiRequest call) {
    return JsonResponse.created(
        call.caller().may(Permission.VIEW_RAC_PROVIDER)
            ? provider
            : ProviderSettings.hide(provider));
  }

  private static JsonResponse tagged(JsonObject representation) {
    return JsonResponse.ok(representation).with("ETag", EntityTag.of(representation).value());
  }
}
