package org.racprovider.logging;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;

/** The exception of an event. The lines of its messages cannot be taken for log lines. */
public final class StackTraceConverter extends ThrowableProxyConverter {

  @Override
  protected String throwableProxyToString(IThrowableProxy throwable) {
    return VisibleText.ofLines(super.throwableProxyToString(throwable));
  }
}
