package org.racprovider.event;

/**
 * The bus contract of events: what is published, and how it is read again.
 *
 * <p>An event is a JSON object with these keys:
 *
 * <ul>
 *   <li>{@code id}: its position in the feed, from 1, without gaps; one provider's events are in
 *       the order of their changes
 *   <li>{@code type}: {@link #CREATED}, {@link #UPDATED} or {@link #DELETED}
 *   <li>{@code provider}: the representation after the change (before it, where deleted); its
 *       {@code settings} are {@code {}} unless the server is told to keep them
 *   <li>{@code changed}: the names of the fields that changed; only of updates
 *   <li>{@code model}: {@code app}, {@code model_name}, {@code pk}, {@code name}, as in authentik's
 *       audit event (contract 6)
 *   <li>{@code subject}, {@code request_id}: who made the change, and in which request
 *   <li>{@code traceparent}: in which trace (W3C trace context); only where there was one
 *   <li>{@code created}: when its transaction began, ISO 8601 in UTC
 * </ul>
 *
 * <p>Event-bus messages may be lost or doubled; the feed in the database is not. {@link
 * EventConsumer} makes one of the other.
 */
public final class ProviderEvents {

  /** Where each event is published after it is committed, at least once. */
  public static final String PUBLISHED = "rac.provider.events";

  /** The type of the event of a create. */
  public static final String CREATED = "rac.provider.created";

  /** The type of the event of an update that changed something. */
  public static final String UPDATED = "rac.provider.updated";

  /** The type of the event of a delete. */
  public static final String DELETED = "rac.provider.deleted";

  /**
   * Reads a page of events. Body: {@code after} (the position behind which to begin; without it, at
   * the oldest event that is kept), {@code limit} (1 to 1000, 100 where missing). Reply: {@code
   * events}, {@code oldest} (the first position that is kept), {@code newest} (the last position
   * that was given). A page may hold fewer events than asked for, but is empty only where there are
   * no more.
   *
   * <p>Fails with 400 for a wrong body, 410 where events behind {@code after} are deleted already,
   * or {@code after} lies behind the newest; the 410 has {@code detail}, {@code oldest}, {@code
   * newest}.
   */
  public static final String READ = "rac.provider.events.read";

  /**
   * Says how far publishing is behind. Body: an empty object. Reply: {@code events} (how many wait
   * for their position; more than some 10,000 are not counted on), {@code seconds} (for how long
   * the first of them does; 0 where there are none).
   */
  public static final String LAG = "rac.provider.events.lag";

  private ProviderEvents() {}
}
