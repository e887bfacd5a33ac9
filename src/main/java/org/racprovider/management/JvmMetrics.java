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

  private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
  private final List<MeterBinder> binders =
      List.of(
          garbageCollection,
          new JvmMemoryMetrics(),
          new JvmThreadMetrics(),
          new ProcessorMetrics());

  @Override
  public void bindTo(MeterRegistry registry) {
    binders.forEach(metrics -> metrics.bindTo(registry));
  }

  /** Ends the notifications of the JVM about garbage collections. */
  @Override
  public void close() {
    garbageCollection.close();
  }
}
