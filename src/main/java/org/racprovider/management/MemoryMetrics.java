package org.racprovider.management;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.racprovider.http.limits.DirectMemory;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.limits.MemoryBudget.Share;

/** The memory that clients make the server hold, and the direct memory, with their limits. */
public final class MemoryMetrics {

  private MemoryMetrics() {}

  public static void register(MeterRegistry registry, MemoryBudget memory) {
    for (Share share : Share.values()) {
      register(registry, "rac.memory.reserved", share, memory, each -> each.reserved(share));
      register(registry, "rac.memory.limit", share, memory, each -> each.limit(share));
    }
    register(registry, "rac.direct.memory.used", DirectMemory::used);
    register(registry, "rac.direct.memory.limit", DirectMemory::limit);
  }

  private static void register(MeterRegistry registry, String name, Supplier<Number> bytes) {
    Gauge.builder(name, bytes).baseUnit(BaseUnits.BYTES).register(registry);
  }

  private static void register(
      MeterRegistry registry,
      String name,
      Share share,
      MemoryBudget memory,
      ToDoubleFunction<MemoryBudget> bytes) {
    Gauge.builder(name, memory, bytes)
        .tag("share", share.name().toLowerCase(Locale.ROOT))
        .baseUnit(BaseUnits.BYTES)
        .register(registry);
  }
}
