/**
 * Providers in PostgreSQL. {@link org.racprovider.provider.store.ProviderCommandHandler} receives
 * the commands. {@code CreateStatement}, {@code UpdateTransaction}, {@code DeleteTransaction},
 * {@code ListStatement} and {@code UsedByStatement} hold the SQL of one command each. {@code
 * NewProvider} and {@code ProviderChange} are the validated input of a write, {@code
 * Representation} is the JSON of a stored provider. {@code ReferenceErrors} are the errors that
 * only the database can find.
 *
 * <p>{@code StoredCounts} and {@code KeyRanges} hold the SQL that makes lists independent of the
 * number of providers. {@link org.racprovider.provider.store.ProviderMaintenanceVerticle} keeps
 * these counts and the search index up to date.
 *
 * <p>A <em>row</em> is a row of the view {@code provider_representation}. Every change writes its
 * event in its own transaction, through {@code event.store}.
 *
 * <p>Uses {@code bus}, {@code config}, {@code db}, {@code event}, {@code event.store}, {@code
 * metrics}, {@code provider} and {@code provider.validation}.
 */
package org.racprovider.provider.store;
