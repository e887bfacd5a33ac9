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
import org.racprovider.json.NullCharacters;
import org.racprovider.provider.Pagination;
import org.racprovider.provider.ProviderScope;
import org.racprovider.provider.validation.ErrorTexts;

/**
 * Turns the query of a list into a command: of a repeated parameter the last counts, unknown ones
 * are ignored (contract 4.2).
 *
 * @param sizes the largest page stands also for a size that cannot be read
 */
public record ListParameters(ListConfig sizes) {

  private static final Pattern POSITIVE = Pattern.compile("\\+?0*[1-9][0-9]*");

  /**
   * @throws Failure 404 for a page that is none, 400 for U+0000
   */
  JsonObject command(MultiMap query, ProviderScope scope) {
    JsonObject command =
        new JsonObject()
            .put("page", page(last(query, "page")))
            .put("page_size", pageSize(query))
            .put("ordering", new JsonArray(words(last(query, "ordering"))))
            .put("search", new JsonArray(search(last(query, "search"))));
    putSwitch(command, query, "application__isnull");
    if (scope == ProviderScope.RAC) {
      putName(command, last(query, "name__iexact"));
    } else {
      putSwitch(command, query, "backchannel");
    }
    return command;
  }

  private static int page(String text) {
    if (text.equals("last")) {
      return Pagination.LAST;
    }
    if (text.isEmpty()) {
      return 1;
    }
    int page = positive(text, Integer.MAX_VALUE, Pagination.LAST);
    if (page == Pagination.LAST) {
      throw Pagination.invalidPage();
    }
    return page;
  }

  private int pageSize(MultiMap query) {
    return find(query, "page_size")
        .map(text -> positive(text, sizes.largestPageSize(), sizes.largestPageSize()))
        .orElse(sizes.pageSize());
  }

  private static int positive(String text, int largest, int otherwise) {
    String digits = text.trim();
    if (!POSITIVE.matcher(digits).matches()) {
      return otherwise;
    }
    return new BigInteger(digits).min(BigInteger.valueOf(largest)).intValue();
  }

  private static List<String> words(String list) {
    return Arrays.stream(list.split(",")).map(String::trim).toList();
  }

  private static List<String> search(String text) {
    if (NullCharacters.in(text)) {
      throw Failure.withBody(Failure.Kind.INVALID, JsonArray.of(ErrorTexts.NUL).encode());
    }
    return SearchTerms.of(text);
  }

  private static void putName(JsonObject command, String text) {
    String key = "name__iexact";
    if (NullCharacters.in(text)) {
      JsonObject errors = new JsonObject().put(key, JsonArray.of(ErrorTexts.NUL));
      throw Failure.withBody(Failure.Kind.INVALID, errors.encode());
    }
    String name = text.strip();
    if (!name.isEmpty()) {
      command.put(key, name);
    }
  }

  private static void putSwitch(JsonObject command, MultiMap query, String key) {
    switch (last(query, key).toLowerCase(Locale.ROOT)) {
      case "true", "1" -> command.put(key, true);
      case "false", "0" -> command.put(key, false);
      default -> {}
    }
  }

  /** Names are told apart by their letter case, which a MultiMap does not do. */
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
