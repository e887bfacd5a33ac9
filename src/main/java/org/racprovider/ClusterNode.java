package org.racprovider;

import com.hazelcast.config.Config;
import com.hazelcast.config.XmlConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxBuilder;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import java.util.function.Function;
import org.racprovider.config.ClusterConfig;

/** Creates a Vert.x instance with a clustered event bus. Only this class uses Hazelcast. */
public final class ClusterNode {

  private ClusterNode() {}

  /** Joins the cluster, or starts it as its first node. Blocks while it reads files. */
  public static Future<Vertx> join(ClusterConfig cluster) {
    return join(cluster, options -> Vertx.builder().with(options));
  }

  /**
   * Joins the cluster as {@link #join(ClusterConfig)} does.
   *
   * @param builders creates the builder of the Vert.x instance from its options
   */
  static Future<Vertx> join(ClusterConfig cluster, Function<VertxOptions, VertxBuilder> builders) {
    // Hazelcast logs before it reads its configuration.
    System.setProperty("hazelcast.logging.type", "slf4j");
    EventBusOptions busOptions = new EventBusOptions().setHost(cluster.host());
    return builders
        .apply(EventLoops.options().setEventBusOptions(busOptions))
        .withClusterManager(new HazelcastClusterManager(config(cluster)))
        .buildClustered();
  }

  private static Config config(ClusterConfig cluster) {
    String file = cluster.service().isPresent() ? "/cluster-kubernetes.xml" : "/cluster-tcp-ip.xml";
    try (InputStream in = ClusterNode.class.getResourceAsStream(file)) {
      return new XmlConfigBuilder(in).setProperties(properties(cluster)).build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Properties properties(ClusterConfig cluster) {
    Properties properties = new Properties();
    properties.setProperty("rac.cluster.host", cluster.host());
    properties.setProperty("rac.cluster.port", Integer.toString(cluster.port()));
    properties.setProperty("rac.cluster.members", cluster.members());
    properties.setProperty("rac.cluster.service", cluster.service().orElse(""));
    return properties;
  }
}
