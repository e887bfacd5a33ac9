/**
 * How much memory clients may make the server hold, whatever the way.
 *
 * <p>It uses no other package.
 */
package org.racprovider.limits;
