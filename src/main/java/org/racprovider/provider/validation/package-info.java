/**
 * Which request bodies are valid, and what a client is told about the others (contract 2.2 to 2.9).
 *
 * <p>{@link org.racprovider.provider.validation.ProviderField} is the rule of one field. {@link
 * org.racprovider.provider.validation.RequestValidation} applies all of them to a body and gives a
 * {@link org.racprovider.provider.validation.ValidatedBody}, with {@link
 * org.racprovider.provider.validation.FieldErrors} if it is invalid. <em>To coerce</em> is to
 * accept another form of a value, as authentik does: {@code "yes"} for {@code true}.
 *
 * <p>Uses {@code bus} (schemas and failures), {@code json} and {@code provider}. It knows neither
 * HTTP nor the database.
 */
package org.racprovider.provider.validation;
