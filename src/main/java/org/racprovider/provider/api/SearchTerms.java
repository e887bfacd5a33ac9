package org.racprovider.provider.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Splits {@code ?search=} into words and quoted phrases, as Django REST framework does. */
final class SearchTerms {

  /** A sequence of characters without blanks, except inside quotes. */
  private static final Pattern PIECE =
      Pattern.compile(
          """
          (?:[^\\s'"]*(?:(?:"(?:[^"\\\\]|\\\\.)*+"|'(?:[^'\\\\]|\\\\.)*+')[^\\s'"]*)+)|\\S+""",
          Pattern.DOTALL);

  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\\"'])");

  private SearchTerms() {}

  static List<String> of(String search) {
    List<String> terms = new ArrayList<>();
    PIECE
        .matcher(search)
        .results()
        .map(MatchResult::group)
        .map(SearchTerms::withoutOuterCommas)
        .forEach(piece -> add(piece, terms));
    return terms;
  }

  private static void add(String piece, List<String> terms) {
    if (isQuoted(piece)) {
      String phrase = piece.length() == 1 ? "" : piece.substring(1, piece.length() - 1);
      terms.add(ESCAPED.matcher(phrase).replaceAll("$1"));
    } else {
      Arrays.stream(piece.split(",")).filter(term -> !term.isEmpty()).forEach(terms::add);
    }
  }

  private static boolean isQuoted(String piece) {
    return (piece.startsWith("\"") || piece.startsWith("'"))
        && piece.charAt(0) == piece.charAt(piece.length() - 1);
  }

  private static String withoutOuterCommas(String piece) {
    int from = 0;
    int to = piece.length();
    while (from < to && piece.charAt(from) == ',') {
      from++;
    }
    while (to > from && piece.charAt(to - 1) == ',') {
      to--;
    }
    return piece.substring(from, to);
  }
}
