/**
 * The HTTP routes of providers. {@link org.racprovider.provider.api.ProviderRoutes} serves RAC
 * providers and {@link org.racprovider.provider.api.AllProvidersRoutes} providers of every type.
 * {@link org.racprovider.provider.api.ScopeRoutes} holds the routes that both have. A route reads
 * the request, sends one command over the event bus and turns its reply into a response.
 *
 * <p>Uses {@code http}, {@code auth}, {@code bus}, {@code json}, {@code config}, {@code provider}
 * and {@code provider.validation}. It never uses {@code provider.store}, {@code event.store} or
 * {@code db}: only commands lead to the database.
 */
package org.racprovider.provider.api;
