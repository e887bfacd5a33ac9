package org.racprovider.event.store;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import org.racprovider.bus.Actor;
import org.racprovider.provider.ProviderSettings;

/**
 * The transactional outbox: the event of a change, written in the change's own transaction after
 * the row is locked.
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
   * @param changed the names of the fields that changed, null where that is not the question
   */
  public Future<Void> insert(
      SqlConnection connection,
      String type,
      JsonObject representation,
      List<String> changed,
      Actor actor) {
    Tuple values =
        Tuple.of(type, content(representation.copy()).encode())
            .addArrayOfString(changed == null ? null : changed.toArray(String[]::new))
            .addString(actor.subject())
            .addString(actor.requestId())
            .addString(actor.traceparent());
    return connection.preparedQuery(INSERT).execute(values).mapEmpty();
  }

  /** Makes a representation into what an event says of the provider. */
  public JsonObject content(JsonObject representation) {
    return keepsSettings ? representation : ProviderSettings.hide(representation);
  }
}
