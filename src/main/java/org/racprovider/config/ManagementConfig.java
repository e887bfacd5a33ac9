package org.racprovider.config;

/**
 * Where metrics and probes are served, apart from the API.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 takes a free one
 */
public record ManagementConfig(String host, int port) {}
