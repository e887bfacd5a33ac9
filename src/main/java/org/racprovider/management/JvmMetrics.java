package org.racprovider.management;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import java.util.List;

/** Memory, garbage collection, threads and processor time of the JVM. */
final class JvmMetrics implements MeterBinder, AutoCloseable {

  private final JvmGcMetrics collections = new JvmGcMetrics();
  private final List<MeterBinder> all =
      List.of(collections, new JvmMemoryMetrics(), new JvmThreadMetrics(), new ProcessorMetrics());

  @Override
  public void bindTo(MeterRegistry registry) {
    all.forEach(metrics -> metrics.bindTo(registry));
  }

  /** Without it the JVM would go on telling of each collection. */
  @Override
  public void close() {
    collections.close();
  }
}
