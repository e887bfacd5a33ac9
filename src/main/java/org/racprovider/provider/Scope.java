package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.function.Function;
import org.racprovider.bus.Failure;

/** Which providers a command is about: RAC providers, or those of every type (contract 4.4). */
enum Scope {
  RAC("RACProvider", row -> RacProvider.of(row).toJson()) {
    @Override
    boolean holds(String type) {
      return type.equals("rac");
    }
  },
  ALL("Provider", row -> BaseProvider.of(row).toJson()) {
    @Override
    boolean holds(String type) {
      return true;
    }
  };

  private final String model;
  private final Function<Row, JsonObject> representation;

  Scope(String model, Function<Row, JsonObject> representation) {
    this.model = model;
    this.representation = representation;
  }

  abstract boolean holds(String type);

  /** The one whose representation says most of a provider. */
  static Scope of(Row row) {
    return RAC.holds(row.getString("type")) ? RAC : ALL;
  }

  /** What a client of this scope sees of a row of {@code provider_representation}. */
  JsonObject representation(Row row) {
    return representation.apply(row);
  }

  Failure noSuchProvider() {
    return Failure.of(Failure.Kind.NOT_FOUND, "No %s matches the given query.".formatted(model));
  }
}
