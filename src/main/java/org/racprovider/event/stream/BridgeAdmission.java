package org.racprovider.event.stream;

import io.vertx.core.Future;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.racprovider.auth.Caller;
import org.racprovider.auth.Permission;
import org.racprovider.bus.Actor;
import org.racprovider.bus.Failure;
import org.racprovider.http.ApiRouter;
import org.racprovider.http.RequestObservation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides which messages of a socket are executed. A socket belongs to the caller of its first
 * token, and counts as a stream of that caller.
 */
final class BridgeAdmission {

  private static final Logger LOG = LoggerFactory.getLogger(BridgeAdmission.class);

  /** The registration, and the messages that wait for their reply. */
  private static final int MAX_ACTIVE = 4;

  private final ApiRouter router;
  private final RoutingContext context;
  private final BridgeSocket socket;
  private String subject;
  private int active;

  BridgeAdmission(ApiRouter router, RoutingContext context, BridgeSocket socket) {
    this.router = router;
    this.context = context;
    this.socket = socket;
  }

  /**
   * Executes a message if its token is valid and not too many messages are active. A message is
   * active until the future of its action completes.
   */
  void run(BridgeMessage message, Supplier<Future<?>> action) {
    if (active == MAX_ACTIVE) {
      socket.write(BridgeMessage.refused("max_handlers_reached"));
      return;
    }
    active++;
    router
        .authenticate(message.authorization())
        .map(this::admit)
        .onFailure(this::reject)
        .compose(admitted -> action.get())
        .onComplete(ignored -> active--);
  }

  /** The caller to whom the socket belongs. */
  Actor actor() {
    return new Actor(subject, RequestObservation.of(context).requestId());
  }

  private Void admit(Caller caller) {
    if (socket.isClosed()
        || !caller.may(Permission.VIEW_RAC_PROVIDER)
        || (subject != null && !subject.equals(caller.subject()))) {
      throw Failure.forbidden();
    }
    if (subject == null) {
      router.admitStream(context, caller.subject());
      subject = caller.subject();
      socket.authenticated();
    }
    socket.closeAt(caller.validUntil());
    return null;
  }

  private void reject(Throwable cause) {
    if (!(cause instanceof Failure)) {
      LOG.atError().setCause(cause).log("A message of the bridge was rejected unexpectedly");
    }
    socket.write(BridgeMessage.refused("rejected"));
  }
}
