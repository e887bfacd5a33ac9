/**
 * The management port: metrics in the Prometheus format and the health probes.
 *
 * <p>{@link org.racprovider.management.ManagementVerticle} serves the port, {@link
 * org.racprovider.management.HttpMetrics} counts the requests of the API, and {@code JvmMetrics}
 * measures the JVM.
 *
 * <p>Uses {@code http} for the probes and the observations of requests, {@code http.limits} and
 * {@code limits} for the memory, {@code config}, {@code metrics} and {@code start}. Only the root
 * package uses it.
 */
package org.racprovider.management;
