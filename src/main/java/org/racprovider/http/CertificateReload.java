package org.racprovider.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import org.racprovider.config.TlsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has new connections see a new certificate within seconds after its files have changed. Open ones
 * go on, and a broken pair changes nothing.
 */
public final class CertificateReload extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);
  private static final long POLL_MILLIS = 5000;

  private final TlsConfig tls;
  private final HttpServer server;
  private KeyCertOptions current;
  private boolean failing;

  /**
   * @param server any instance that listens: those of one port share their TLS options
   */
  public CertificateReload(TlsConfig tls, HttpServer server) {
    this.tls = tls;
    this.server = server;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(POLL_MILLIS, tick -> reload());
    return read().onSuccess(pair -> current = pair);
  }

  private void reload() {
    read().compose(this::use).onComplete(this::report);
  }

  private Future<KeyCertOptions> read() {
    return vertx.executeBlocking(tls::read);
  }

  private Future<Boolean> use(KeyCertOptions pair) {
    if (pair.equals(current)) {
      return Future.succeededFuture(false);
    }
    return server
        .updateSSLOptions(new ServerSSLOptions().setKeyCertOptions(pair))
        .map(true)
        .onSuccess(updated -> current = pair);
  }

  private void report(AsyncResult<Boolean> used) {
    if (used.failed() && !failing) {
      LOG.atWarn()
          .addKeyValue("reason", used.cause().getMessage())
          .log("The new certificate cannot be used; the last good one stays");
    } else if (used.succeeded() && used.result()) {
      LOG.info("The certificate is renewed");
    }
    failing = used.failed();
  }
}
