package org.racprovider.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Reads with different numbers of stored providers, and creates with the highest of them. */
final class ReadBenchmark {

  private static final int CONNECTIONS = 64;
  private static final int PAGE_SIZE = 20;
  private static final int MAX_SEARCHED_NUMBER = 999_999;

  private static final String ONE = "one provider";
  private static final String FIRST_PAGE = "list, first page";
  private static final String RANDOM_PAGE = "list, random page";

  private final BenchmarkPlan plan;
  private final LoadTest test;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Measurement creates;

  private ReadBenchmark(BenchmarkPlan plan, LoadTest test, Measurement creates) {
    this.plan = plan;
    this.test = test;
    this.creates = creates;
  }

  /**
   * Measures a server that is warm for creates.
   *
   * @param warmCreates with other providers stored
   */
  static BenchmarkReport run(BenchmarkPlan plan, LoadTest test, Measurement warmCreates)
      throws IOException, InterruptedException {
    int most = plan.stored().get(plan.stored().size() - 1);
    Measurement creates =
        warmCreates.compared(
            "Creates, %,d stored".formatted(most), "server, connections: " + CONNECTIONS);
    ReadBenchmark benchmark = new ReadBenchmark(plan, test, creates);
    for (int stored : plan.stored()) {
      test.storeProviders(stored);
      benchmark.measure("Warm-up of reads", stored);
      benchmark.measurements.addAll(
          benchmark.measure("Reads, %,d stored".formatted(stored), stored));
    }
    benchmark.measureCreates();
    return new BenchmarkReport("", benchmark.goals(), benchmark.measurements);
  }

  // The numbers of stored providers start at 1 and have no gaps.
  private List<Measurement> measure(String section, int stored)
      throws IOException, InterruptedException {
    String page = "?page_size=" + PAGE_SIZE;
    return List.of(
        measure(section, ONE, "{random}/", stored),
        measure(section, FIRST_PAGE, page, 0),
        measure(section, RANDOM_PAGE, page + "&page={random}", stored / PAGE_SIZE),
        measure(section, "list, ordering=-name", page + "&ordering=-name", 0),
        measure(section, "list, ordering=pk", page + "&ordering=pk", 0),
        measure(section, "list, ordering=-pk", page + "&ordering=-pk", 0),
        measure(section, "search for a word", page + "&search={random}", MAX_SEARCHED_NUMBER));
  }

  private Measurement measure(String section, String name, String path, int maxRandom)
      throws IOException, InterruptedException {
    Measurement measurement =
        measurements.stream()
            .filter(each -> each.name().equals(name))
            .findFirst()
            .map(first -> first.compared(section, name))
            .orElseGet(() -> new Measurement(section, name));
    measurement.add(test.read(CONNECTIONS, plan.shortSeconds(), path, maxRandom));
    return measurement;
  }

  private void measureCreates() throws IOException, InterruptedException {
    // After the reads, the JVM needs a moment to be fast at creates again.
    test.warmUp(plan.seconds());
    measurements.add(creates);
    for (int round = 0; round < plan.rounds(); round++) {
      creates.add(test.create(CONNECTIONS, plan.seconds()));
    }
  }

  private List<Goal> goals() {
    ToDoubleFunction<Measurement> perSecond = each -> each.median(LoadResult::perSecond);
    long errors =
        measurements.stream().filter(m -> m != creates).mapToLong(Measurement::errors).sum();
    return List.of(
        Goal.atLeast("list, first page, a second", 3000, lowest(FIRST_PAGE::equals, perSecond)),
        Goal.atLeast("list, random page, a second", 1000, lowest(RANDOM_PAGE::equals, perSecond)),
        Goal.atLeast("one provider, a second", 15_000, lowest(ONE::equals, perSecond)),
        Goal.atLeast(
            "lists a second with any number stored / with 1,000",
            0.5,
            lowest(name -> name.startsWith("list"), Measurement::ratio)),
        Goal.atMost("errors of reads", 0, errors),
        Goal.atLeast("creates with 1,000,000 stored / before", 0.8, creates.ratio()));
  }

  private double lowest(Predicate<String> names, ToDoubleFunction<Measurement> value) {
    return measurements.stream()
        .filter(each -> names.test(each.name()))
        .mapToDouble(value)
        .filter(Double::isFinite)
        .min()
        .orElse(Double.NaN);
  }
}
