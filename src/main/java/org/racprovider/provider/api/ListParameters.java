package org.racprovider.provider.api;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.ListConfig;
import org.racprovider.json.StorableJson;
import org.racprovider.limits.CallerMemory;
import org.racprovider.provider.LargePages;
import org.racprovider.provider.Pagination;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.validation.FieldErrors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the query of a list into the body of a command. If a parameter is repeated, its last value
 * is used; unknown parameters are ignored (contract 4.2).
 *
 * @param sizes the default page size, and the maximum, which also replaces an invalid value
 */
public record ListParameters(ListConfig sizes) {

  private static final Logger LOG = LoggerFactory.getLogger(ListParameters.class);
  private static final int MAX_ORDERING_FIELDS = 32;
  private static final int MAX_SEARCH_TERMS = 32;

  /**
   * Of all terms together. The database compares a term with a name character by character, from
   * each position in the name on.
   */
  private static final int MAX_SEARCH_CHARACTERS = 500;

  private static final Pattern POSITIVE = Pattern.compile("\\+?0*[1-9][0-9]*");

  /**
   * Lowers the maximum, with a warning, if a page of that size needs more than half of the memory.
   */
  public static ListParameters of(ListConfig config, CallerMemory memory) {
    int configured = config.largestPageSize();
    long fitting = Math.max(1, memory.limit() / 2 / LargePages.BYTES_OF_ROW);
    if (configured <= fitting) {
      return new ListParameters(config);
    }
    LOG.atWarn()
        .addKeyValue("configured", configured)
        .addKeyValue("limit", fitting)
        .log("The heap is too small for RAC_LIST_LARGEST_PAGE_SIZE");
    return new ListParameters(new ListConfig(config.pageSize(), (int) fitting));
  }

  /**
   * @throws Failure 404 for an invalid page number, 400 for U+0000 and for too many search terms or
   *     fields to order by
   */
  JsonObject command(MultiMap query, ProviderScope scope) {
    JsonObject command =
        new JsonObject()
            .put("page", page(last(query, "page")))
            .put("page_size", pageSize(query))
            .put("ordering", new JsonArray(ordering(last(query, "ordering"))))
            .put("search", new JsonArray(search(last(query, "search"))));
    putBoolean(command, query, "application__isnull");
    if (scope == ProviderScope.RAC) {
      putName(command, last(query, "name__iexact"));
    } else {
      putBoolean(command, query, "backchannel");
    }
    return command;
  }

  private static int page(String number) {
    if (number.equals("last")) {
      return Pagination.LAST;
    }
    if (number.isEmpty()) {
      return 1;
    }
    int page = positive(number, Integer.MAX_VALUE, Pagination.LAST);
    if (page == Pagination.LAST) {
      throw Pagination.invalidPage();
    }
    return page;
  }

  private int pageSize(MultiMap query) {
    return find(query, "page_size")
        .map(size -> positive(size, sizes.largestPageSize(), sizes.largestPageSize()))
        .orElse(sizes.pageSize());
  }

  private static int positive(String number, int largest, int otherwise) {
    String digits = number.trim();
    if (!POSITIVE.matcher(digits).matches()) {
      return otherwise;
    }
    return new BigInteger(digits).min(BigInteger.valueOf(largest)).intValue();
  }

  private static List<String> ordering(String list) {
    String[] fields = list.split(",", MAX_ORDERING_FIELDS + 1);
    if (fields.length > MAX_ORDERING_FIELDS) {
      throw refused("An ordering can have at most %d fields.".formatted(MAX_ORDERING_FIELDS));
    }
    return Arrays.stream(fields).map(String::trim).toList();
  }

  private static List<String> search(String search) {
    if (StorableJson.hasNullCharacter(search)) {
      throw refused(FieldErrors.NULL_CHARACTERS);
    }
    List<String> terms = SearchTerms.of(search).stream().distinct().toList();
    if (terms.size() > MAX_SEARCH_TERMS) {
      throw refused("A search can have at most %d terms.".formatted(MAX_SEARCH_TERMS));
    }
    if (terms.stream().mapToInt(String::length).sum() > MAX_SEARCH_CHARACTERS) {
      throw refused(
          "The terms of a search can have at most %d characters together."
              .formatted(MAX_SEARCH_CHARACTERS));
    }
    return terms;
  }

  private static Failure refused(String message) {
    return Failure.withBody(Failure.Kind.INVALID, JsonArray.of(message).encode());
  }

  private static void putName(JsonObject command, String sent) {
    String key = "name__iexact";
    if (StorableJson.hasNullCharacter(sent)) {
      JsonObject errors = new JsonObject().put(key, JsonArray.of(FieldErrors.NULL_CHARACTERS));
      throw Failure.withBody(Failure.Kind.INVALID, errors.encode());
    }
    String name = sent.strip();
    if (!name.isEmpty()) {
      command.put(key, name);
    }
  }

  private static void putBoolean(JsonObject command, MultiMap query, String key) {
    switch (last(query, key).toLowerCase(Locale.ROOT)) {
      case "true", "1" -> command.put(key, true);
      case "false", "0" -> command.put(key, false);
      default -> {}
    }
  }

  /** Parameter names are case-sensitive, but the keys of a MultiMap are not. */
  private static Optional<String> find(MultiMap query, String key) {
    return query.entries().stream()
        .filter(parameter -> parameter.getKey().equals(key))
        .map(Map.Entry::getValue)
        .reduce((earlier, later) -> later);
  }

  private static String last(MultiMap query, String key) {
    return find(query, key).orElse("");
  }
}
