/**
 * Loads reference data: flows, property mappings, providers, applications, outposts and endpoints
 * that a JSON file, or another server, provides.
 *
 * <ul>
 *   <li>A {@link org.racprovider.reference.Section} is one of the six lists of rows.
 *   <li>{@link org.racprovider.reference.ReferenceData} holds rows that are valid according to a
 *       JSON Schema.
 *   <li>{@link org.racprovider.reference.ReferenceDataLoader} stages the rows in a temporary table,
 *       checks their references there, and inserts the absent rows in one transaction.
 * </ul>
 *
 * <p>It may use {@code bus}, {@code db}, {@code json} and {@code start}.
 */
package org.racprovider.reference;
