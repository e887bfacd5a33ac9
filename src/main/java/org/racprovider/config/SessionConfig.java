package org.racprovider.config;

import io.vertx.pgclient.PgConnectOptions;
import java.util.Map;

/**
 * How the sessions of a pool are made.
 *
 * @param options for the driver
 * @param eachTransaction the settings that each transaction has to begin with; empty where the
 *     sessions keep theirs
 */
public record SessionConfig(PgConnectOptions options, Map<String, String> eachTransaction) {}
