/**
 * Commands on the event bus, by which HTTP reaches the database.
 *
 * <ul>
 *   <li>A {@link org.racprovider.bus.Command} has a JSON body and the {@link
 *       org.racprovider.bus.Actor} who caused it.
 *   <li>{@link org.racprovider.bus.CommandClient} sends commands.
 *   <li>{@link org.racprovider.bus.CommandServer} passes them to their {@link
 *       org.racprovider.bus.CommandHandlers}.
 *   <li>A {@link org.racprovider.bus.Failure} is the one form of all failures that a client sees.
 * </ul>
 *
 * <p>It uses no other package. The addresses and bodies of commands are defined where they belong,
 * for example in {@link org.racprovider.bus.Readiness}.
 */
package org.racprovider.bus;
