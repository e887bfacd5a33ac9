package org.racprovider.event;

/**
 * The bus contract of events: the address where they are published, and the commands that read
 * them.
 *
 * <p>An event is a JSON object with these keys:
 *
 * <ul>
 *   <li>{@code id}: its position in the feed, from 1, without gaps; the events of one provider are
 *       in the order of its changes
 *   <li>{@code type}: {@link #CREATED}, {@link #UPDATED} or {@link #DELETED}
 *   <li>{@code provider}: the representation after the change, or before a delete; its {@code
 *       settings} are {@code {}} unless the server is configured to keep them
 *   <li>{@code changed}: the names of the fields that changed; only in updates
 *   <li>{@code model}: {@code app}, {@code model_name}, {@code pk}, {@code name}, as in authentik's
 *       audit event (contract 6)
 *   <li>{@code subject}, {@code request_id}: the caller who made the change, and the request that
 *       caused it
 *   <li>{@code traceparent}: the trace of the request (W3C trace context); missing if there is none
 *   <li>{@code created}: when its transaction began, ISO 8601 in UTC
 * </ul>
 *
 * <p>The bus may lose or duplicate a message; the feed in the database does not. {@link
 * org.racprovider.event.consumer.EventConsumer} uses both and delivers each event once.
 */
public final class ProviderEvents {

  /** The address where each event is published at least once, after its commit. */
  public static final String PUBLISHED = "rac.provider.events";

  /** The type of the event of a create. */
  public static final String CREATED = "rac.provider.created";

  /** The type of the event of an update that changed something. */
  public static final String UPDATED = "rac.provider.updated";

  /** The type of the event of a delete. */
  public static final String DELETED = "rac.provider.deleted";

  /**
   * Reads a page of events. Body: {@code after} (a position; without it, the page begins with the
   * oldest event kept), {@code limit} (1 to 1000, default 100). Reply: {@code events}, {@code
   * oldest} (the first position that is kept), {@code newest} (the last assigned position). A page
   * may hold fewer events than {@code limit}; an empty page means that there are no more.
   *
   * <p>Fails with 400 for an invalid body. Fails with 410 if events after {@code after} were
   * deleted, or if {@code after} is greater than {@code newest}; the body of the 410 has {@code
   * detail}, {@code oldest} and {@code newest}.
   */
  public static final String READ = "rac.provider.events.read";

  /**
   * Reads how far publishing is behind. Body: an empty object. Reply: {@code events} (how many
   * committed events have no position yet; counted up to about 10,000), {@code seconds} (how long
   * the oldest of them has waited; 0 if there are none).
   */
  public static final String LAG = "rac.provider.events.lag";

  private ProviderEvents() {}
}
