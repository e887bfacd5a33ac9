/**
 * Validates request bodies, and creates the error messages about invalid ones (contract 2.2 to
 * 2.9).
 *
 * <p>{@link org.racprovider.provider.validation.ProviderField} holds the rule of each field. {@link
 * org.racprovider.provider.validation.RequestValidation} applies the rules to a body and returns a
 * {@link org.racprovider.provider.validation.ValidatedBody}, with {@link
 * org.racprovider.provider.validation.FieldErrors} if it is invalid. <em>To coerce</em> is to
 * accept another form of a value, as authentik does: {@code "yes"} for {@code true}.
 *
 * <p>Uses {@code bus} (schemas and failures), {@code json} and {@code provider}. It knows neither
 * HTTP nor the database.
 */
package org.racprovider.provider.validation;
