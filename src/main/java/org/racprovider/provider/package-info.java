/**
 * The feature: RAC providers. A create, from top to bottom:
 *
 * <ol>
 *   <li>{@link org.racprovider.provider.ProviderRoutes} takes the request
 *   <li>{@link org.racprovider.provider.RequestValidation} brings its body into the documented form
 *       ({@link org.racprovider.provider.Normaliser}), holds it against the schema ({@link
 *       org.racprovider.provider.RequestSchema}) and puts what is wrong into authentik's words
 *       ({@link org.racprovider.provider.ErrorTexts})
 *   <li>{@link org.racprovider.provider.ProviderCommands#CREATE} carries it over the event bus
 *   <li>{@link org.racprovider.provider.ProviderPersistence} makes a {@link
 *       org.racprovider.provider.NewProvider} of it and hands it to the group commit
 *   <li>{@link org.racprovider.provider.CreateStatement} stores many at once, with their events,
 *       and says of each what became of it
 *   <li>{@link org.racprovider.provider.RacProvider} is the answer
 * </ol>
 *
 * <p>Beside it: {@link org.racprovider.provider.CreateOnce} with an idempotency key, {@link
 * org.racprovider.provider.UpdateTransaction}, {@link org.racprovider.provider.DeleteTransaction},
 * {@link org.racprovider.provider.ListStatement}; {@link
 * org.racprovider.provider.AllProvidersRoutes} for providers of every type.
 */
package org.racprovider.provider;
