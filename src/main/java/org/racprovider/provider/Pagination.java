package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Failure;

/** The position of a page in a list (contract 4.2). */
public record Pagination(int page, int pageSize, long count) {

  /** The page number that means the last page. */
  public static final int LAST = 0;

  /**
   * @throws Failure 404 for a page after the last one; the first page exists even if it is empty
   */
  public static Pagination of(int page, int pageSize, long count) {
    long pages = pages(pageSize, count);
    if (page > pages) {
      throw invalidPage();
    }
    return new Pagination(page == LAST ? (int) pages : page, pageSize, count);
  }

  public static Failure invalidPage() {
    return Failure.of(Failure.Kind.NOT_FOUND, "Invalid page.");
  }

  /** The number of rows before the page. */
  public long offset() {
    return (long) (page - 1) * pageSize;
  }

  /** The number of rows on the page. */
  public int length() {
    return (int) Math.min(pageSize, count - offset());
  }

  /** The number of rows after the page. */
  public long rowsAfter() {
    return count - offset() - length();
  }

  public JsonObject toJson() {
    long pages = pages(pageSize, count);
    return new JsonObject()
        .put("next", page < pages ? page + 1 : 0)
        .put("previous", page - 1)
        .put("count", count)
        .put("current", page)
        .put("total_pages", pages)
        .put("start_index", count == 0 ? 0 : offset() + 1)
        .put("end_index", offset() + length());
  }

  private static long pages(int pageSize, long count) {
    return Math.max(1, (count + pageSize - 1) / pageSize);
  }
}
