package org.racprovider.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Where and how HTTP is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param basePath what stands before {@code /providers/rac/}: empty, or starting and not ending
 *     with a slash
 * @param tls where HTTPS is served, and no HTTP
 * @param shutdownDelay how long requests are still taken after the ready probe has turned red
 * @param shutdownTimeout how long requests in flight may take to end after that
 */
public record HttpConfig(
    String host,
    int port,
    String basePath,
    Optional<TlsConfig> tls,
    HttpLimits limits,
    Duration shutdownDelay,
    Duration shutdownTimeout) {}
