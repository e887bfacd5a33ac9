/**
 * Clients that break the rules of HTTP, TLS or WebSockets, or that break their connection.
 *
 * <p>{@link org.racprovider.misuse.ClientErrorsLogIT} runs each {@code Misuse} and reads the log of
 * the server. The package uses {@code support} and no class of the server.
 */
package org.racprovider.misuse;
