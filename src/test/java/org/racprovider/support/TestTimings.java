package org.racprovider.support;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.racprovider.config.Timings;

/** The server's timings, some of them changed. */
public final class TestTimings {

  private TestTimings() {}

  /**
   * The default timings with other values for these components.
   *
   * @param changes durations by the names of the components of {@link Timings}
   */
  public static Timings with(Map<String, Duration> changes) {
    try {
      Map<String, Duration> unused = new HashMap<>(changes);
      RecordComponent[] components = Timings.class.getRecordComponents();
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        Duration changed = unused.remove(components[i].getName());
        values[i] = changed == null ? components[i].getAccessor().invoke(Timings.DEFAULT) : changed;
      }
      if (!unused.isEmpty()) {
        throw new IllegalArgumentException("Timings has no " + unused.keySet());
      }
      Class<?>[] types = new Class<?>[components.length];
      Arrays.fill(types, Duration.class);
      return Timings.class.getConstructor(types).newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
