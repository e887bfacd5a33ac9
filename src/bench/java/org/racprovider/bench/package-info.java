/**
 * The benchmark. {@link org.racprovider.bench.Benchmark} measures the packaged server in a process
 * of its own, with {@code wrk} and {@code pgbench}. It may use the test support and {@code config}.
 *
 * <p>A {@link org.racprovider.bench.LoadTest} runs rounds; a {@link
 * org.racprovider.bench.Measurement} holds the results of the rounds of one kind.
 */
package org.racprovider.bench;
