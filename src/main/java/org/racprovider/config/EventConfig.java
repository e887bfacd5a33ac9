package org.racprovider.config;

import java.time.Duration;

/**
 * What becomes of events.
 *
 * @param retention how long they are kept
 * @param settings whether they hold the provider's settings, which may hold credentials
 */
public record EventConfig(Duration retention, boolean settings) {}
