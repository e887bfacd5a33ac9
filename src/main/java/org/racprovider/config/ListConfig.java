package org.racprovider.config;

/**
 * How lists are cut into pages.
 *
 * @param pageSize rows on a page where the client asks for no size, never more than the largest
 * @param largestPageSize rows on a page at most
 */
public record ListConfig(int pageSize, int largestPageSize) {

  /** What {@code largestPageSize} may be at most. */
  public static final int LARGEST_PAGE_SIZE = 10_000;

  public ListConfig {
    pageSize = Math.min(pageSize, largestPageSize);
  }
}
