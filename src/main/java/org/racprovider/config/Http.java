package org.racprovider.config;

/**
 * Where and how HTTP is served.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param basePath what stands before {@code /providers/rac/}: empty, or starting and not ending
 *     with a slash
 * @param maxBodyBytes the largest request body
 */
public record Http(String host, int port, String basePath, int maxBodyBytes) {}
