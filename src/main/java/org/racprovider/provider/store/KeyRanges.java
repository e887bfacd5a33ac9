package org.racprovider.provider.store;

/**
 * The ranges of a unique key, whose providers are counted (migration V005).
 *
 * @param column the column of {@code provider_count} with the start of each range, and the column
 *     of {@code provider_uncounted_change} with the keys of a change
 * @param key the key of a provider, as its index has it
 * @param order the ORDER BY list of this key
 * @param collation how the keys are compared
 */
record KeyRanges(String column, String key, String order, String collation) {

  static final KeyRanges OF_NAMES =
      new KeyRanges(
          "names",
          "left(provider.name, 200) COLLATE \"und-x-icu\"",
          "left(provider.name, 200) COLLATE \"und-x-icu\", provider.name COLLATE \"und-x-icu\"",
          "COLLATE \"und-x-icu\"");

  static final KeyRanges OF_PKS = new KeyRanges("pks", "provider.pk", "provider.pk", "");

  /** About the number of providers in a range. */
  static final int SIZE = 256;
}
