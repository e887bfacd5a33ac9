/**
 * Assigns positions to committed events and publishes them on the bus.
 *
 * <ul>
 *   <li>relay: {@link org.racprovider.event.relay.EventRelayVerticle} runs on every node; the one
 *       whose {@link org.racprovider.event.relay.RelaySession} holds an advisory lock does the work
 *   <li>numbering: a batch of committed events gets the position of its last event
 *   <li>{@link org.racprovider.event.relay.LowWaterMark}: up to which batch numbering is complete
 *   <li>{@link org.racprovider.event.relay.ChangeNotifier}: wakes the relay after a commit
 * </ul>
 *
 * <p>Uses {@code config}, {@code db}, {@code event.store}, {@code bus} and, for its meters, {@code
 * metrics}.
 */
package org.racprovider.event.relay;
