package org.racprovider.http.limits;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.racprovider.config.HttpConfig.HttpLimits;
import org.racprovider.limits.MemoryBudget;
import org.racprovider.support.Memory;
import org.slf4j.LoggerFactory;

/** The size of bodies, which depends on the heap. */
class AdmissionControlTest {

  private static final Logger LOGGER = (Logger) LoggerFactory.getLogger(AdmissionControl.class);
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final MemoryBudget memory = Memory.of(64 << 20);
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();

  @BeforeEach
  void recordLog() {
    log.start();
    LOGGER.addAppender(log);
  }

  @AfterEach
  void stopRecording() {
    LOGGER.detachAppender(log);
  }

  private int maxBodyBytes(int configured) {
    HttpLimits limits = new HttpLimits(configured, 8192, 10, 10, 10, SECOND, SECOND, SECOND);
    return new AdmissionControl(
            limits, new OpenConnections(10, false, Duration.ZERO, memory), memory)
        .maxBodyBytes();
  }

  @Test
  void keepsASizeThatFits() {
    assertThat(maxBodyBytes(1 << 20)).isEqualTo(1 << 20);
    assertThat(log.list).isEmpty();
  }

  @Test
  void lowersASizeThatDoesNotFitWithAWarning() {
    assertThat(maxBodyBytes(20_000_000)).isEqualTo(1 << 20);
    assertThat(log.list)
        .singleElement()
        .asString()
        .contains("The heap is too small for RAC_HTTP_MAX_BODY_BYTES");
  }
}
