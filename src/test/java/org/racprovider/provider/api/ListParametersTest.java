package org.racprovider.provider.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.MultiMap;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.racprovider.bus.Failure;
import org.racprovider.config.AppConfig.ListConfig;
import org.racprovider.limits.CallerMemory;
import org.racprovider.limits.MemoryBudget.Share;
import org.racprovider.provider.ProviderScope;
import org.racprovider.support.Memory;

class ListParametersTest {

  private final ListParameters parameters = new ListParameters(new ListConfig(20, 100));

  @Test
  void lowersThePageSizeToWhatFitsIntoTheMemory() {
    // Given
    CallerMemory memory = new CallerMemory(Memory.of(32 << 20), Share.PAGES);

    // When
    ListParameters lowered = ListParameters.of(new ListConfig(10_000, 10_000), memory);

    // Then
    assertThat(lowered.sizes().largestPageSize()).isBetween(5000, 5500);
    assertThat(lowered.sizes().pageSize()).isEqualTo(lowered.sizes().largestPageSize());
    assertThat(ListParameters.of(new ListConfig(20, 100), memory).sizes())
        .isEqualTo(new ListConfig(20, 100));
  }

  @Test
  void acceptsTheLargestSearch() {
    assertThat(command("search", numbers(32)).getJsonArray("search")).hasSize(32);
    assertThat(command("search", "x".repeat(500)).getJsonArray("search")).hasSize(1);
  }

  @Test
  void refusesMoreSearchTerms() {
    assertRefused("search", numbers(33), "A search can have at most 32 terms.");
  }

  @Test
  void refusesMoreCharactersToSearchFor() {
    assertRefused(
        "search",
        "x".repeat(250) + " '" + "y".repeat(251) + "'",
        "The terms of a search can have at most 500 characters together.");
  }

  @Test
  void countsRepeatedTermsOnce() {
    assertThat(command("search", "ab,".repeat(1300)).getJsonArray("search"))
        .isEqualTo(JsonArray.of("ab"));
  }

  @Test
  void refusesManyEmptyPhrases() {
    assertRefused(
        "search",
        "''".repeat(2000),
        "The terms of a search can have at most 500 characters together.");
    assertThat(command("search", "''".repeat(200)).getJsonArray("search")).hasSize(1);
  }

  @Test
  void refusesMoreFieldsToOrderBy() {
    assertThat(command("ordering", numbers(32)).getJsonArray("ordering")).hasSize(32);
    assertRefused("ordering", numbers(33), "An ordering can have at most 32 fields.");
    assertRefused("ordering", ",".repeat(4000), "An ordering can have at most 32 fields.");
  }

  @Test
  void readsPageNumbersOfAnyLength() {
    assertThat(command("page_size", "9".repeat(4000)).getInteger("page_size")).isEqualTo(100);
    assertThat(command("page_size", "0".repeat(4000)).getInteger("page_size")).isEqualTo(100);
    assertThat(command("page_size", "0".repeat(4000) + 7).getInteger("page_size")).isEqualTo(7);
  }

  private void assertRefused(String key, String value, String message) {
    assertThatThrownBy(() -> command(key, value))
        .isInstanceOfSatisfying(
            Failure.class,
            failure -> {
              assertThat(failure.kind()).isEqualTo(Failure.Kind.INVALID);
              assertThat(failure.body()).isEqualTo(JsonArray.of(message).encode());
            });
  }

  private JsonObject command(String key, String value) {
    return parameters.command(
        MultiMap.caseInsensitiveMultiMap().add(key, value), ProviderScope.RAC);
  }

  private static String numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).collect(Collectors.joining(","));
  }
}
