/**
 * Consumes the feed in a JVM: every event, in order, each once per process.
 *
 * <ul>
 *   <li>{@link org.racprovider.event.consumer.EventConsumer}: passes the events to a handler. Start
 *       it on a {@code Vertx} of the servers' cluster; its future {@code ended} fails when it
 *       cannot continue
 *   <li>position: the {@code id} of the last event that was handled
 *   <li>{@link org.racprovider.event.consumer.PositionStore}: keeps the position from one run to
 *       the next, for example in {@link org.racprovider.event.consumer.PostgresPositions}
 *   <li>{@link org.racprovider.event.consumer.EventBuffer}: orders the events that are published
 *       and those that are read, and finds gaps
 *   <li>{@link org.racprovider.event.consumer.PublishedEvents}: shares what the bus delivers
 *   <li>{@link org.racprovider.event.consumer.PageTurns}: limits how many consumers hold a page
 * </ul>
 *
 * <p>Uses {@code event}, {@code bus} and {@code config}.
 */
package org.racprovider.event.consumer;
