package org.racprovider.provider.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchTermsTest {

  /** The expression of Django's {@code smart_split}. */
  private static final Pattern PIECE =
      Pattern.compile(
          """
          (?:[^\\s'"]*(?:(?:"(?:[^"\\\\]|\\\\.)*+"|'(?:[^'\\\\]|\\\\.)*+')[^\\s'"]*)+)|\\S+""",
          Pattern.DOTALL);

  private static final String CHARACTERS = "ab,,\"\"\"''' \\\\\n\u000b\u001c\u00a0é\uD83D\uDE00";

  private static final int MUCH_LONGER_THAN_A_URL = 200_000;

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "one two,three | one;two;three",
        ",one,,two, | one;two",
        "`\"one two\" three` | `one two;three`",
        "`'one two'` | `one two`",
        "`\"say \\\"hi\\\"\"` | `say \"hi\"`",
        "`\"not closed` | `\"not;closed`",
        "`a\"b c\"d` | `a\"b c\"d`"
      },
      delimiter = '|')
  void splitsIntoWordsAndPhrases(String search, String terms) {
    assertThat(SearchTerms.of(search)).containsExactly(terms.split(";"));
  }

  @Test
  void findsThePiecesOfTheOriginal() {
    Random random = new Random(14);
    for (int n = 0; n < 300_000; n++) {
      String search = randomSearch(random);
      assertThat(SearchTerms.of(search)).as(search).isEqualTo(termsOfOriginal(search));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"''", "\"", "'", "\\", "\\\"", "\"\\\" ", "'\" ", ",", "a", "a ", "\" '"})
  void splitsAnyLengthInLinearTime(String repeated) {
    String search = repeated.repeat(MUCH_LONGER_THAN_A_URL / repeated.length());
    assertTimeoutPreemptively(Duration.ofSeconds(20), () -> SearchTerms.of(search));
  }

  private static String randomSearch(Random random) {
    StringBuilder search = new StringBuilder();
    for (int length = random.nextInt(16); length > 0; length--) {
      search.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
    }
    return search.toString();
  }

  /** Each piece of the original is split on its own, as it has no part that could be split. */
  private static List<String> termsOfOriginal(String search) {
    return PIECE
        .matcher(search)
        .results()
        .map(MatchResult::group)
        .flatMap(piece -> termsOfPiece(piece).stream())
        .toList();
  }

  private static List<String> termsOfPiece(String found) {
    String piece = found.replaceAll("^,+|,+$", "");
    boolean quoted =
        (piece.startsWith("\"") || piece.startsWith("'"))
            && piece.charAt(0) == piece.charAt(piece.length() - 1);
    if (quoted) {
      String phrase = piece.length() == 1 ? "" : piece.substring(1, piece.length() - 1);
      return List.of(phrase.replaceAll("\\\\([\\\\\"'])", "$1"));
    }
    return Pattern.compile(",").splitAsStream(piece).filter(term -> !term.isEmpty()).toList();
  }
}
