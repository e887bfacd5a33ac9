package org.racprovider.event.stream;

import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Failure;

/**
 * A message of the bridge's protocol.
 *
 * @param type the operation: {@code register}, {@code unregister}, {@code send}, {@code publish} or
 *     {@code ping}; null if missing
 * @param address of the event bus; null if missing
 * @param replyAddress where the client expects the reply; null if it wants none
 * @param authorization as the HTTP header of that name; null if missing
 * @param body of the command; null unless it is an object
 */
record BridgeMessage(
    String type, String address, String replyAddress, String authorization, JsonObject body) {

  static BridgeMessage of(JsonObject json) {
    return new BridgeMessage(
        string(json, "type"),
        string(json, "address"),
        string(json, "replyAddress"),
        string(object(json, "headers"), "Authorization"),
        object(json, "body"));
  }

  private static String string(JsonObject json, String key) {
    return json != null && json.getValue(key) instanceof String value ? value : null;
  }

  private static JsonObject object(JsonObject json, String key) {
    return json.getValue(key) instanceof JsonObject value ? value : null;
  }

  /** An event, or the reply to a message. */
  static JsonObject received(String address, JsonObject body) {
    return new JsonObject().put("type", "rec").put("address", address).put("body", body);
  }

  /** A message was refused, for one of the reasons of the protocol. */
  static JsonObject refused(String reason) {
    return new JsonObject().put("type", "err").put("body", reason);
  }

  /** The request to this address failed. */
  static JsonObject failed(String address, Throwable cause) {
    Failure failure = cause instanceof Failure known ? known : Failure.unavailable();
    boolean timedOut = failure.kind() == Failure.Kind.OUTCOME_UNKNOWN;
    ReplyFailure type = timedOut ? ReplyFailure.TIMEOUT : ReplyFailure.RECIPIENT_FAILURE;
    return new JsonObject()
        .put("type", "err")
        .put("address", address)
        .put("failureCode", timedOut ? -1 : failure.kind().status())
        .put("failureType", type.name())
        .put("message", failure.body());
  }
}
