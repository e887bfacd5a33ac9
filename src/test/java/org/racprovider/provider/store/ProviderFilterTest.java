package org.racprovider.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.racprovider.provider.ProviderScope;

class ProviderFilterTest {

  @ParameterizedTest
  @EnumSource
  void hasFewStatementsForAnyNumberOfTerms(ProviderScope scope) {
    List<String> statements =
        IntStream.rangeClosed(0, 32)
            .mapToObj(terms -> filter(search(terms), scope).count())
            .distinct()
            .toList();

    assertThat(statements).hasSize(6).allMatch(sql -> sql.length() < 4000);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "RAC | {}                                               | true",
        "RAC | {\"search\":[\"a\"]}                             | true",
        "RAC | {\"search\":[\"a\",\"a\"]}                       | true",
        "RAC | {\"name__iexact\":\"a\"}                         | true",
        "RAC | {\"application__isnull\":true}                   | true",
        "ALL | {\"backchannel\":true}                           | true",
        "ALL | {\"search\":[\"a\"]}                             | true",
        "RAC | {\"search\":[\"a\",\"b\"]}                       | false",
        "RAC | {\"search\":[\"a\"],\"name__iexact\":\"a\"}      | false",
        "RAC | {\"search\":[\"a\"],\"application__isnull\":true} | false",
        "ALL | {\"search\":[\"a\"],\"backchannel\":true}        | false",
        "ALL | {\"search\":[\"a\",\"b\"]}                       | false"
      })
  void isUsualWithOneFilterAtMost(ProviderScope scope, String query, boolean usual) {
    assertThat(filter(new JsonObject(query), scope).isUsual()).isEqualTo(usual);
  }

  private static JsonObject search(int terms) {
    JsonArray numbers =
        new JsonArray(
            IntStream.range(0, terms).mapToObj(Integer::toString).collect(Collectors.toList()));
    return new JsonObject().put("search", numbers);
  }

  private static ProviderFilter filter(JsonObject query, ProviderScope scope) {
    return new ProviderFilter(ListQuery.fromJson(query), scope);
  }
}
