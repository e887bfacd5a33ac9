package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import org.racprovider.bus.Failure;

/** Where a page stands in a list (contract 4.2). */
public record Pagination(int page, int pageSize, long count) {

  /** Stands for the last page, whatever its number. */
  public static final int LAST = 0;

  /**
   * @throws Failure 404 for a page beyond the last; the first page is there even when it is empty
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

  /** Rows in front of the page. */
  public long offset() {
    return (long) (page - 1) * pageSize;
  }

  /** Rows on the page. */
  public int length() {
    return (int) Math.min(pageSize, count - offset());
  }

  /** Rows behind the page. */
  public long behind() {
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
