/**
 * Events in PostgreSQL: written with a change, and read again as pages of the feed.
 *
 * <ul>
 *   <li>{@link org.racprovider.event.store.EventOutbox}: writes the event of a change, in the
 *       transaction of the change
 *   <li>{@link org.racprovider.event.store.EventPage}: the events after a position
 *   <li>{@link org.racprovider.event.store.EventCommandHandler}: executes the commands of {@link
 *       org.racprovider.event.ProviderEvents}
 *   <li>batch: the events of one INSERT statement, a row of the table {@code event_batch}
 * </ul>
 *
 * <p>Uses {@code bus}, {@code db} and, to hide settings, {@code provider}.
 */
package org.racprovider.event.store;
