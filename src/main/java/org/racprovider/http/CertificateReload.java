package org.racprovider.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import org.racprovider.config.TlsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Uses a new TLS certificate for new connections soon after its files have changed. Open
 * connections continue. If the new files are not valid, the server keeps the old certificate.
 */
public final class CertificateReload extends VerticleBase {

  private static final Logger LOG = LoggerFactory.getLogger(CertificateReload.class);

  private final TlsConfig tls;
  private final HttpServer server;
  private final Duration interval;
  private KeyCertOptions current;
  private boolean failing;

  /**
   * @param server any instance that listens on the port, because all share their TLS options
   * @param interval the time between two checks of the files
   */
  public CertificateReload(TlsConfig tls, HttpServer server, Duration interval) {
    this.tls = tls;
    this.server = server;
    this.interval = interval;
  }

  @Override
  public Future<?> start() {
    vertx.setPeriodic(interval.toMillis(), tick -> reload());
    return read().onSuccess(certificate -> current = certificate);
  }

  private void reload() {
    read().compose(this::use).onComplete(this::log);
  }

  private Future<KeyCertOptions> read() {
    return vertx.executeBlocking(tls::read);
  }

  /** Returns whether the certificate has changed. */
  private Future<Boolean> use(KeyCertOptions certificate) {
    if (certificate.equals(current)) {
      return Future.succeededFuture(false);
    }
    return server
        .updateSSLOptions(CipherSuites.enable(options(certificate)))
        .map(true)
        .onSuccess(updated -> current = certificate);
  }

  private static ServerSSLOptions options(KeyCertOptions certificate) {
    ServerSSLOptions options = new ServerSSLOptions();
    options.setKeyCertOptions(certificate);
    return options;
  }

  private void log(AsyncResult<Boolean> changed) {
    if (changed.failed() && !failing) {
      LOG.atWarn()
          .addKeyValue("reason", changed.cause().getMessage())
          .log("The new certificate cannot be used; the old one stays in use");
    } else if (changed.succeeded() && changed.result()) {
      LOG.info("The new certificate is in use");
    }
    failing = changed.failed();
  }
}
