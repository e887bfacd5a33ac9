/**
 * The configuration of the server: the settings, the sources of their values, and the rules for
 * valid values.
 *
 * <p>{@link org.racprovider.config.Setting} lists every setting with its key, environment variable
 * and {@link org.racprovider.config.SettingType rule}. Defaults are in {@code conf/config.json}.
 * {@link org.racprovider.config.ConfigSources} collects a raw value per setting from the defaults,
 * the configuration file and the environment; {@link org.racprovider.config.ResolvedSettings} reads
 * them, and {@link org.racprovider.config.SettingCombinations} checks the rules that concern more
 * than one. {@link org.racprovider.config.AppConfig} is the valid result, which all other packages
 * use. All problems are reported together, and none repeats a secret.
 *
 * <p>{@link org.racprovider.config.Timings} holds the durations that are not settings.
 *
 * <p>Uses {@code keys} to check public keys and key sets, and {@code start} to report problems.
 */
package org.racprovider.config;
