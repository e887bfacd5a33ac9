/**
 * RAC providers. This package holds the shared types of its subpackages: the bus contract ({@link
 * org.racprovider.provider.ProviderCommands}), the two sets of providers that commands apply to
 * ({@link org.racprovider.provider.ProviderScope}), and small values such as {@link
 * org.racprovider.provider.EntityTag} and {@link org.racprovider.provider.IdempotencyKey}. It uses
 * only {@code bus}.
 *
 * <p>A create passes through these files, from top to bottom:
 *
 * <ol>
 *   <li>{@code http.RouterVerticle} receives the request on an event loop
 *   <li>{@code http.ApiRouter} finds the route, authenticates the caller and reads the body
 *   <li>{@link org.racprovider.provider.api.ProviderRoutes} turns the request into a command
 *   <li>{@link org.racprovider.provider.validation.RequestValidation} coerces the body and
 *       validates it against the JSON Schema; {@link
 *       org.racprovider.provider.validation.ProviderField} has the rule of each field
 *   <li>{@link org.racprovider.bus.CommandClient} sends {@link
 *       org.racprovider.provider.ProviderCommands#CREATE} over the event bus
 *   <li>{@link org.racprovider.bus.CommandServer} receives it
 *   <li>{@link org.racprovider.provider.store.ProviderCommandHandler} executes it
 *   <li>{@code db.GroupCommit} collects the creates for one statement
 *   <li>{@code provider.store.CreateStatement} stores them with their events
 *   <li>{@code provider.store.Representation} is the JSON of the reply
 * </ol>
 */
package org.racprovider.provider;
