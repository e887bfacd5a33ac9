/**
 * Commands on the event bus, by which HTTP reaches the database.
 *
 * <ul>
 *   <li>A {@link org.racprovider.bus.Command} has a JSON body and the {@link
 *       org.racprovider.bus.Actor} who caused it.
 *   <li>{@link org.racprovider.bus.CommandClient} sends commands.
 *   <li>{@link org.racprovider.bus.CommandServer} passes them to their {@link
 *       org.racprovider.bus.CommandHandlers}.
 *   <li>Every failure that a client sees is a {@link org.racprovider.bus.Failure}.
 * </ul>
 *
 * <p>It uses no other package. The addresses and bodies of related commands are defined in one
 * class, such as {@link org.racprovider.bus.Readiness}.
 */
package org.racprovider.bus;
