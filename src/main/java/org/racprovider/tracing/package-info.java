/**
 * Distributed tracing of HTTP requests, bus messages and SQL statements.
 *
 * <p>{@link org.racprovider.tracing.Tracing} creates the builder of the server's Vert.x instance.
 * Only {@code OpenTelemetryTracing} uses OpenTelemetry's SDK, so that nothing of it is loaded while
 * tracing is off.
 *
 * <p>Uses {@code start} to report invalid variables. Only the root package uses it.
 */
package org.racprovider.tracing;
