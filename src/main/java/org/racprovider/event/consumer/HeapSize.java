package org.racprovider.event.consumer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/** Estimates the memory of decoded JSON: small values need much more than their text. */
public final class HeapSize {

  private static final int VALUE = 48;
  private static final int TABLE = 80;
  private static final int ENTRY = 40;

  private HeapSize() {}

  /** In bytes. */
  public static long of(Object json) {
    if (json instanceof JsonObject object) {
      return of(object.getMap());
    }
    if (json instanceof JsonArray array) {
      return of(array.getList());
    }
    long size = VALUE;
    if (json instanceof Map<?, ?> members) {
      size += members.isEmpty() ? 0 : TABLE + (long) ENTRY * members.size();
      for (Map.Entry<?, ?> member : members.entrySet()) {
        size += of(member.getKey()) + of(member.getValue());
      }
    } else if (json instanceof Iterable<?> elements) {
      for (Object element : elements) {
        size += of(element);
      }
    } else if (json instanceof String text) {
      size += text.length();
    }
    return size;
  }
}
