package org.racprovider.event.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.LinkedHashMap;
import java.util.List;
import org.racprovider.bus.Actor;
import org.racprovider.limits.JsonCost;
import org.racprovider.provider.EncodedProvider;
import org.racprovider.provider.ProviderSettings;

/**
 * The transactional outbox: writes the event of a change in the same transaction as the change,
 * after the row of the provider is locked.
 *
 * <p>An event has no position yet. One row of the table {@code event_batch} holds all events of an
 * INSERT statement. The trigger {@code batch_events} of the table {@code event} (migration V001)
 * adds it, except for creates, whose statement does that itself. The relay assigns positions to
 * committed batches.
 *
 * @param keepsSettings whether events hold the provider's settings, which may hold credentials
 */
public record EventOutbox(boolean keepsSettings) {

  private static final String INSERT =
      """
      INSERT INTO event (type, provider, changed, subject, request_id, traceparent)
      VALUES ($1, $2::text::json, $3, $4, $5, $6)
      """;

  /**
   * Writes an event.
   *
   * @param representation may have settings that are text
   * @param changed the names of the fields that changed; null unless it is an update
   */
  public Future<Void> insert(
      SqlConnection connection,
      String type,
      JsonObject representation,
      List<String> changed,
      Actor actor) {
    Tuple values =
        Tuple.of(type, EncodedProvider.encode(content(shallowCopy(representation))).toString())
            .addArrayOfString(changed == null ? null : changed.toArray(String[]::new))
            .addString(actor.subject())
            .addString(actor.requestId())
            .addString(actor.traceparent());
    return connection.preparedQuery(INSERT).execute(values).mapEmpty();
  }

  private static JsonObject shallowCopy(JsonObject representation) {
    return new JsonObject(new LinkedHashMap<>(representation.getMap()));
  }

  /**
   * Whether an event holds settings whose JSON text has this size. Larger ones are left out when
   * the event is read, so they need not be written.
   */
  public boolean keepsSettings(int bytes) {
    return keepsSettings && bytes <= JsonCost.lengthOf(EventPage.MAX_COST_WITH_SETTINGS);
  }

  /** Converts a representation to the form that events hold. Modifies the given object. */
  public JsonObject content(JsonObject representation) {
    return keepsSettings ? representation : ProviderSettings.hide(representation);
  }
}
