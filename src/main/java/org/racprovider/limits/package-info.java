/**
 * How much memory clients may make the server hold, whatever the way, and whose turn it is.
 *
 * <p>It uses no other package.
 */
package org.racprovider.limits;
