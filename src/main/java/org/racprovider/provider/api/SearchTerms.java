package org.racprovider.provider.api;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Splits {@code ?search=} into words and quoted phrases, as Django REST framework does. It reads
 * each character a constant number of times: Django's regular expression would recurse in Java for
 * each quoted phrase and overflow the stack.
 */
final class SearchTerms {

  private static final Pattern ESCAPED = Pattern.compile("\\\\([\\\\\"'])");

  private static final String QUOTES = "\"'";

  private final String search;

  /** For each kind of quotes: where a phrase ends whose text is read from an index on. */
  private final int[][] ends;

  private SearchTerms(String search) {
    this.search = search;
    this.ends = QUOTES.chars().mapToObj(quote -> ends(search, (char) quote)).toArray(int[][]::new);
  }

  static List<String> of(String search) {
    return new SearchTerms(search).terms();
  }

  private List<String> terms() {
    List<String> terms = new ArrayList<>();
    for (int start = 0; start < search.length(); ) {
      if (isBlank(search.charAt(start))) {
        start++;
      } else {
        int end = endOfPiece(start);
        add(withoutOuterCommas(search.substring(start, end)), terms);
        start = end;
      }
    }
    return terms;
  }

  /**
   * The end of a sequence of characters without blanks, except inside quotes. It ends before a
   * quotation mark that is not closed, unless it has no closed ones at all.
   */
  private int endOfPiece(int start) {
    int end = skipPlain(start);
    int closed = -1;
    for (int phrase = endOfPhrase(end); phrase >= 0; phrase = endOfPhrase(closed)) {
      closed = skipPlain(phrase);
    }
    return closed >= 0 ? closed : skipNonBlank(end);
  }

  /** The end of the phrase whose quotation mark is at an index; -1 if there is none. */
  private int endOfPhrase(int start) {
    int kind = start < search.length() ? QUOTES.indexOf(search.charAt(start)) : -1;
    return kind < 0 || ends[kind][start + 1] < 0 ? -1 : ends[kind][start + 1] + 1;
  }

  private int skipPlain(int start) {
    int end = start;
    while (end < search.length()
        && !isBlank(search.charAt(end))
        && QUOTES.indexOf(search.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int skipNonBlank(int start) {
    int end = start;
    while (end < search.length() && !isBlank(search.charAt(end))) {
      end++;
    }
    return end;
  }

  /**
   * The index of the next quotation mark for each index at which the text of a phrase may be read;
   * -1 if there is none. A backslash escapes the character after it.
   */
  private static int[] ends(String search, char quote) {
    int length = search.length();
    int[] ends = new int[length + 2];
    ends[length] = -1;
    ends[length + 1] = -1;
    for (int i = length - 1; i >= 0; i--) {
      char c = search.charAt(i);
      ends[i] = c == quote ? i : ends[c == '\\' ? i + 2 : i + 1];
    }
    return ends;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c >= '\t' && c <= '\r';
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
