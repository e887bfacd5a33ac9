package org.racprovider.provider.store;

/**
 * A table that holds the number of providers in each range of a unique key (migration V005).
 *
 * @param table the name of the table
 * @param key the key of a provider, as its index has it
 * @param order the ORDER BY list of this key
 * @param changed the column of {@code provider_uncounted_change} with the keys of a change
 * @param collation how the keys are compared
 */
record KeyRanges(String table, String key, String order, String changed, String collation) {

  static final KeyRanges OF_NAMES =
      new KeyRanges(
          "provider_name_range",
          "left(provider.name, 200) COLLATE \"und-x-icu\"",
          "left(provider.name, 200) COLLATE \"und-x-icu\", provider.name COLLATE \"und-x-icu\"",
          "names",
          "COLLATE \"und-x-icu\"");

  static final KeyRanges OF_PKS =
      new KeyRanges("provider_pk_range", "provider.pk", "provider.pk", "pks", "");

  /** About the number of providers in a range. */
  static final int SIZE = 1024;
}
