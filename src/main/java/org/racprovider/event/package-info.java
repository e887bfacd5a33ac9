/**
 * The events of changes to providers, as their consumers see them. {@link
 * org.racprovider.event.ProviderEvents} is the contract: the form of an event, the bus address
 * where events are published, and the command that reads them again.
 *
 * <p>A JVM service consumes events with {@link org.racprovider.event.consumer.EventConsumer}, in
 * the cluster of the servers. Other clients use the streams of {@link
 * org.racprovider.event.stream}.
 *
 * <p>The path of an event: a change writes it in its own transaction ({@link
 * org.racprovider.event.store.EventOutbox}); the {@linkplain org.racprovider.event.relay relay}
 * assigns it a <em>position</em> after the commit and publishes it; consumers handle the events in
 * the order of their positions, which is the <em>feed</em>.
 *
 * <p>This package uses no other package.
 */
package org.racprovider.event;
