/**
 * Limits the memory that the server uses for its clients, and queues in which callers take turns.
 *
 * <p>It uses no other package.
 */
package org.racprovider.limits;
