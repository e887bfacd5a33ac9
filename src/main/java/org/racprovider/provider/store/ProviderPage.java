package org.racprovider.provider.store;

import io.vertx.core.json.JsonObject;
import org.racprovider.provider.Pagination;

/** A page of a list, whose rows may not have been read completely. */
record ProviderPage(Pagination pagination, ProviderRows rows) {

  JsonObject toJson() {
    return rows.toJson().put("pagination", pagination.toJson());
  }
}
