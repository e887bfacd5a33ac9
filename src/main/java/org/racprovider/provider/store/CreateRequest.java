package org.racprovider.provider.store;

import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Actor;

/**
 * A provider to be created, and who creates it.
 *
 * @param representation of the provider with the pk 0, for the event and then for the reply
 */
record CreateRequest(NewProvider provider, JsonObject representation, Actor actor) {

  CreateRequest(NewProvider provider, Actor actor) {
    this(provider, Representation.ofNew(provider), actor);
  }

  /** The representation of the created provider, with the settings, which an event may hide. */
  JsonObject reply(int pk) {
    return representation.put("pk", pk).put("settings", provider.settings());
  }
}
