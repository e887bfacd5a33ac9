package org.racprovider.http;

import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.racprovider.bus.Failure;

/** Content negotiation: one of the media types that are offered, or a refusal (contract 2.10). */
final class ContentNegotiation {

  private ContentNegotiation() {}

  /**
   * The first of the offered media types that the request asks for by its name, else by {@code
   * type/*}, else by {@code *}{@code /*}.
   *
   * @throws io.vertx.ext.web.handler.HttpException 400 for a query that cannot be decoded
   * @throws Failure 404 for a {@code ?format=} that none of them has, 406 for an Accept header
   *     without any of them
   */
  static String choose(List<String> offered, RoutingContext context) {
    List<String> candidates = ofFormat(context, offered);
    String accept = context.request().getHeader("accept");
    return accept == null ? candidates.get(0) : choose(candidates, ranges(accept));
  }

  private static List<String> ofFormat(RoutingContext context, List<String> offered) {
    String query = context.request().query();
    String format =
        query != null && query.contains("format=") ? context.queryParams().get("format") : null;
    if (format == null || format.isEmpty()) {
      return offered;
    }
    List<String> matching =
        offered.stream()
            .filter(type -> type.endsWith("/" + format) || type.endsWith("+" + format))
            .toList();
    if (matching.isEmpty()) {
      throw Failure.notFound();
    }
    return matching;
  }

  private static String choose(List<String> candidates, Set<String> ranges) {
    return first(candidates, ranges::contains)
        .or(() -> first(candidates, type -> ranges.contains(wholeType(type))))
        .or(() -> first(candidates, type -> ranges.contains("*/*")))
        .orElseThrow(
            () ->
                Failure.of(
                    Failure.Kind.NOT_ACCEPTABLE, "Could not satisfy the request Accept header."));
  }

  private static Optional<String> first(List<String> types, Predicate<String> wanted) {
    return types.stream().filter(wanted).findFirst();
  }

  private static Set<String> ranges(String accept) {
    return Arrays.stream(accept.split(","))
        .map(item -> item.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static String wholeType(String type) {
    return type.substring(0, type.indexOf('/')) + "/*";
  }
}
