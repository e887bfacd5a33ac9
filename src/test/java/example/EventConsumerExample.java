package example;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.util.Optional;
import org.racprovider.ClusterNode;
import org.racprovider.config.ClusterConfig;
import org.racprovider.event.consumer.EventConsumer;
import org.racprovider.event.consumer.PositionStore;
import org.racprovider.event.consumer.PostgresPositions;

/** Prints every event. Arguments: own port, the nodes' host:port, database URL, own name. */
public final class EventConsumerExample {

  public static void main(String[] args) {
    int port = Integer.parseInt(args[0]);
    ClusterConfig cluster = new ClusterConfig(true, "127.0.0.1", port, args[1], Optional.empty());
    Vertx vertx = ClusterNode.join(cluster).await();
    Pool pool = PgBuilder.pool().connectingTo(args[2]).using(vertx).build();
    PositionStore positions = new PostgresPositions(pool, args[3]);
    EventConsumer consumer = new EventConsumer(vertx, positions, EventConsumerExample::print);
    consumer.ended().onFailure(Throwable::printStackTrace);
    consumer.start().await();
  }

  private static Future<Void> print(JsonObject event) {
    int pk = event.getJsonObject("model").getInteger("pk");
    System.out.println(event.getLong("id") + " " + event.getString("type") + " " + pk);
    return Future.succeededFuture();
  }
}
