package org.racprovider.keys;

import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * The content of a key set.
 *
 * @param keys the keys that verify tokens
 * @param unused the others
 */
public record ReadKeySet(List<JsonObject> keys, List<UnusedKey> unused) {}
