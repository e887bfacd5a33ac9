package org.racprovider.provider;

import org.racprovider.bus.Failure;

/** The providers that a command applies to: RAC providers, or every type (contract 4.4). */
public enum ProviderScope {
  RAC(
      "RACProvider",
      new Addresses(
          ProviderCommands.LIST,
          ProviderCommands.ROWS,
          ProviderCommands.GET,
          ProviderCommands.DELETE,
          ProviderCommands.USED_BY)),
  ALL(
      "Provider",
      new Addresses(
          ProviderCommands.LIST_ALL,
          ProviderCommands.ROWS_ALL,
          ProviderCommands.GET_ALL,
          ProviderCommands.DELETE_ALL,
          ProviderCommands.USED_BY_ALL));

  /** The addresses of the commands that exist in both scopes. */
  public record Addresses(String list, String rows, String get, String delete, String usedBy) {}

  private final String model;
  private final Addresses addresses;

  ProviderScope(String model, Addresses addresses) {
    this.model = model;
    this.addresses = addresses;
  }

  /** Whether providers of a type belong to this scope. */
  public boolean includes(String type) {
    return this == ALL || type.equals("rac");
  }

  public Addresses addresses() {
    return addresses;
  }

  /** A failure 404 for a pk that no provider in this scope has. */
  public Failure noSuchProvider() {
    return Failure.of(Failure.Kind.NOT_FOUND, "No %s matches the given query.".formatted(model));
  }
}
