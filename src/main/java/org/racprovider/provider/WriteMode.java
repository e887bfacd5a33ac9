package org.racprovider.provider;

/** How a request writes a provider. */
public enum WriteMode {
  /** POST: required fields must be present; absent fields get their defaults. */
  CREATE(ProviderCommands.CREATE),
  /** PUT: required fields must be present; absent fields keep their values. */
  REPLACE(ProviderCommands.REPLACE),
  /** PATCH: any field may be absent; absent fields keep their values. */
  PATCH(ProviderCommands.PATCH);

  private final String address;

  WriteMode(String address) {
    this.address = address;
  }

  /** The address of the command. */
  public String address() {
    return address;
  }

  public boolean needsRequiredFields() {
    return this != PATCH;
  }
}
