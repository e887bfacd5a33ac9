package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.function.Function;
import org.racprovider.bus.Failure;
import org.racprovider.provider.store.BaseProvider;
import org.racprovider.provider.store.RacProvider;

/** Which providers a command is about: RAC providers, or those of every type (contract 4.4). */
public enum ProviderScope {
  RAC(
      "RACProvider",
      new Commands(
          ProviderCommands.LIST,
          ProviderCommands.GET,
          ProviderCommands.DELETE,
          ProviderCommands.USED_BY),
      row -> RacProvider.of(row).toJson()),
  ALL(
      "Provider",
      new Commands(
          ProviderCommands.LIST_ALL,
          ProviderCommands.GET_ALL,
          ProviderCommands.DELETE_ALL,
          ProviderCommands.USED_BY_ALL),
      row -> BaseProvider.of(row).toJson());

  /** The addresses of those that each scope has. */
  public record Commands(String list, String get, String delete, String usedBy) {}

  private final String model;
  private final Commands commands;
  private final Function<Row, JsonObject> representation;

  ProviderScope(String model, Commands commands, Function<Row, JsonObject> representation) {
    this.model = model;
    this.commands = commands;
    this.representation = representation;
  }

  public boolean holds(String type) {
    return this == ALL || type.equals("rac");
  }

  public Commands commands() {
    return commands;
  }

  /** The one whose representation says most of a provider. */
  public static ProviderScope of(Row row) {
    return RAC.holds(row.getString("type")) ? RAC : ALL;
  }

  /** What a client of this scope sees of a row of {@code provider_representation}. */
  public JsonObject representation(Row row) {
    return representation.apply(row);
  }

  public Failure noSuchProvider() {
    return Failure.of(Failure.Kind.NOT_FOUND, "No %s matches the given query.".formatted(model));
  }
}
