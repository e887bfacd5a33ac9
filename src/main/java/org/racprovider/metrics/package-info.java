/**
 * The names of the {@link org.racprovider.metrics.Meters meters} that one package records and
 * another reads, and the buckets of their histograms.
 *
 * <p>Uses no other package, so that every package may record meters.
 */
package org.racprovider.metrics;
