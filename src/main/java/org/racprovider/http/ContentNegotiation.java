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

/** Chooses the media type of a response (contract 2.10). */
final class ContentNegotiation {

  private ContentNegotiation() {}

  /**
   * The first offered media type that the request accepts by name, else by {@code type/*}, else by
   * {@code *}{@code /*}.
   *
   * @throws io.vertx.ext.web.handler.HttpException 400 if the query cannot be decoded
   * @throws Failure 404 if none has the format of {@code ?format=}, 406 if none is accepted
   */
  static String choose(List<String> offered, RoutingContext context) {
    List<String> candidates = withFormat(context, offered);
    String accept = context.request().getHeader("accept");
    return accept == null ? candidates.get(0) : choose(candidates, ranges(accept));
  }

  private static List<String> withFormat(RoutingContext context, List<String> offered) {
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
        .or(() -> first(candidates, type -> ranges.contains(anySubtype(type))))
        .or(() -> first(candidates, type -> ranges.contains("*/*")))
        .orElseThrow(
            () ->
                Failure.of(
                    Failure.Kind.NOT_ACCEPTABLE, "Could not satisfy the request Accept header."));
  }

  private static Optional<String> first(List<String> types, Predicate<String> accepted) {
    return types.stream().filter(accepted).findFirst();
  }

  private static Set<String> ranges(String accept) {
    return Arrays.stream(accept.split(","))
        .map(item -> item.split(";", 2)[0].trim().toLowerCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static String anySubtype(String type) {
    return type.substring(0, type.indexOf('/')) + "/*";
  }
}
