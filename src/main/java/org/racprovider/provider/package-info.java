/**
 * The feature: RAC providers. A create, from top to bottom:
 *
 * <ol>
 *   <li>{@link org.racprovider.provider.api.ProviderRoutes} takes the request
 *   <li>{@link org.racprovider.provider.validation.RequestValidation} brings its body into the
 *       documented form ({@link org.racprovider.provider.validation.Normaliser}), holds it against
 *       the schema ({@link org.racprovider.provider.validation.RequestSchema}) and puts what is
 *       wrong into authentik's words ({@link org.racprovider.provider.validation.ErrorTexts})
 *   <li>{@link org.racprovider.provider.ProviderCommands#CREATE} carries it over the event bus
 *   <li>{@link org.racprovider.provider.store.ProviderCommandHandler} makes a {@link
 *       org.racprovider.provider.store.NewProvider} of it and hands it to the group commit
 *   <li>{@link org.racprovider.provider.store.CreateStatement} stores many at once, with their
 *       events, and says of each what became of it
 *   <li>{@link org.racprovider.provider.store.RacProvider} is the answer
 * </ol>
 *
 * <p>Beside it: {@link org.racprovider.provider.store.IdempotentCreate} with an idempotency key,
 * {@link org.racprovider.provider.store.UpdateTransaction}, {@link
 * org.racprovider.provider.store.DeleteTransaction}, {@link
 * org.racprovider.provider.store.ListStatement}; {@link
 * org.racprovider.provider.api.AllProvidersRoutes} for providers of every type.
 */
package org.racprovider.provider;
