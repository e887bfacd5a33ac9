/**
 * The benchmark. {@link org.racprovider.bench.Benchmark} starts the packaged server and PostgreSQL,
 * measures them with the programs {@code wrk} and {@code pgbench}, and writes a report.
 *
 * <p>A {@link org.racprovider.bench.LoadTest} runs rounds of load. Each round returns a {@link
 * org.racprovider.bench.LoadResult}. A {@link org.racprovider.bench.Measurement} holds the rounds
 * of one kind. A {@link org.racprovider.bench.Goal} compares a measured number with a limit.
 *
 * <p>The package uses the test support, and {@code config} for database addresses. The server runs
 * in a process of its own.
 */
package org.racprovider.bench;
