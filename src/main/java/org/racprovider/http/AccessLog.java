package org.racprovider.http;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs one line for each request. The line has no query, headers or body, because they may hold
 * secrets.
 */
public final class AccessLog implements Consumer<RequestObservation> {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void accept(RequestObservation observation) {
    LOG.atInfo()
        .addKeyValue("method", observation.method())
        .addKeyValue("path", observation.path())
        .addKeyValue("status", observation.status())
        .addKeyValue("millis", observation.nanos() / 10_000 / 100.0)
        .addKeyValue("subject", observation.subject())
        .addKeyValue("request_id", observation.requestId())
        .log("Request");
  }
}
