package org.racprovider.http;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each request, without what may be secret: the query, headers and bodies. */
public final class AccessLog implements Consumer<RequestObservation> {

  private static final Logger LOG = LoggerFactory.getLogger(AccessLog.class);

  @Override
  public void accept(RequestObservation ended) {
    LOG.atInfo()
        .addKeyValue("method", ended.method())
        .addKeyValue("path", ended.path())
        .addKeyValue("status", ended.status())
        .addKeyValue("millis", ended.nanos() / 10_000 / 100.0)
        .addKeyValue("subject", ended.subject())
        .addKeyValue("request_id", ended.requestId())
        .log("Request");
  }
}
