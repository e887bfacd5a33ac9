/**
 * Writes log events so that the input of a client cannot imitate a log line or control a terminal.
 *
 * <ul>
 *   <li>{@link org.racprovider.logging.MessageConverter}, {@link
 *       org.racprovider.logging.PairsConverter} and {@link
 *       org.racprovider.logging.StackTraceConverter} write the parts of a line of text.
 *   <li>{@link org.racprovider.logging.JsonLineEncoder} writes a line of JSON.
 * </ul>
 *
 * <p>The configuration of Logback names these classes. It uses no other package.
 */
package org.racprovider.logging;
