package org.racprovider.event.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import example.EventConsumerExample;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import io.vertx.junit5.VertxExtension;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.FreePort;
import org.racprovider.support.Postgres;
import org.racprovider.support.Providers;
import org.racprovider.support.ServerJar;
import org.racprovider.support.Tokens;

/**
 * Nodes of the packaged server and a consumer, each in its own process. Nodes are killed. The long
 * form: {@code mvn verify -Dit.test=ClusterIT -Dcluster.nodes=3 -Dcluster.creates=20000
 * -Dcluster.kills=10}.
 */
@ExtendWith(VertxExtension.class)
class ClusterIT {

  private static final int NODES = Integer.getInteger("cluster.nodes", 2);
  private static final int CREATES = Integer.getInteger("cluster.creates", 2000);
  private static final int KILLS = Integer.getInteger("cluster.kills", 1);
  private static final long SEED = Long.getLong("cluster.seed", System.nanoTime());
  private static final int CALLERS = 16;
  private static final String SECRET = "a secret for tests, of more than 32 bytes";
  private static final Pattern SERVING = Pattern.compile("Serving port=\"(\\d+)\"");
  private static final Pattern EVENT =
      Pattern.compile("^(\\d+) (rac\\.provider\\.\\w+) (\\d+)$", Pattern.MULTILINE);

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  /** A running process and its HTTP port. */
  private record Node(BackgroundProcess process, int port) {}

  private record Event(long id, String type, int pk) {}

  @TempDir Path folder;

  private final Random random = new Random(SEED);
  private final Set<Integer> killedPorts = ConcurrentHashMap.newKeySet();
  private final List<Integer> ports = new ArrayList<>();
  private final Node[] nodes = new Node[NODES];
  private final Queue<Integer> created = new ConcurrentLinkedQueue<>();
  private final Queue<Integer> changed = new ConcurrentLinkedQueue<>();
  private final Queue<String> unexpectedFailures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger sent = new AtomicInteger();
  private int starts;
  private Vertx vertx;
  private WebClient client;
  private String bearer;
  private BackgroundProcess consumer;

  @BeforeEach
  void start(Vertx injected) throws Exception {
    vertx = injected;
    client = WebClient.create(vertx);
    bearer = "Bearer " + new Tokens(vertx, SECRET).of("akadmin");
    for (int i = 0; i <= NODES; i++) {
      ports.add(FreePort.find());
    }
    for (int i = 0; i < NODES; i++) {
      nodes[i] = startNode(i);
    }
    consumer =
        BackgroundProcess.start(
            folder.resolve("consumer"),
            Map.of(),
            BackgroundProcess.java(
                "-cp",
                System.getProperty("java.class.path"),
                EventConsumerExample.class.getName(),
                ports.get(NODES).toString(),
                members(),
                POSTGRES.uri(),
                "cluster-test"));
  }

  @AfterEach
  void stop() {
    if (consumer != null) {
      consumer.close();
    }
    for (Node node : nodes) {
      if (node != null) {
        node.process().close();
      }
    }
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.MINUTES)
  void consumerReceivesEveryCommittedChangeWhileNodesAreKilled() throws Exception {
    // Given
    System.out.println("cluster.seed=" + SEED);
    Future<?> load = Future.all(IntStream.range(0, CALLERS).mapToObj(n -> createNext()).toList());

    // When
    for (int kill = 1; kill <= KILLS; kill++) {
      int due = CREATES * kill / (KILLS + 1);
      await().atMost(Duration.ofMinutes(5)).until(() -> sent.get() >= due || load.isComplete());
      int victim = random.nextInt(NODES);
      killedPorts.add(nodes[victim].port());
      nodes[victim].process().close();
      nodes[victim] = startNode(victim);
    }
    load.await();

    // Then
    assertThat(unexpectedFailures).isEmpty();
    assertThat(created).hasSizeGreaterThan(CREATES * 9 / 10);
    assertThat(pks("rac.provider.created", created)).containsAll(created);
    assertThat(pks("rac.provider.updated", changed)).containsAll(changed);
    assertInOrder(received());
  }

  /** One caller creates providers sequentially, and changes every tenth. */
  private Future<Void> createNext() {
    int n = sent.incrementAndGet();
    if (n > CREATES) {
      return Future.succeededFuture();
    }
    Node node = runningNode(n);
    JsonObject body = Providers.named("cluster " + n);
    return send(node, "POST", "", body)
        .compose(pk -> n % 10 == 0 ? change(node, pk) : Future.succeededFuture())
        .recover(cause -> handleFailure(node, cause))
        .compose(done -> createNext());
  }

  private Node runningNode(int n) {
    return IntStream.range(n, n + NODES)
        .mapToObj(i -> nodes[i % NODES])
        .filter(node -> !killedPorts.contains(node.port()))
        .findFirst()
        .orElseThrow();
  }

  private Future<Integer> change(Node node, int pk) {
    JsonObject body = new JsonObject().put("connection_expiry", "hours=9");
    return send(node, "PATCH", pk + "/", body).onSuccess(changed::add);
  }

  private Future<Integer> send(Node node, String method, String item, JsonObject body) {
    String path = "/api/v3/providers/rac/" + item;
    return client
        .request(HttpMethod.valueOf(method), node.port(), "127.0.0.1", path)
        .putHeader("Authorization", bearer)
        .sendJsonObject(body)
        .compose(
            response ->
                response.statusCode() == 503
                    ? vertx.timer(20).compose(notDone -> send(node, method, item, body))
                    : Future.succeededFuture(succeeded(response)));
  }

  private int succeeded(HttpResponse<Buffer> response) {
    assertThat(response.statusCode()).as(response.bodyAsString()).isBetween(200, 201);
    int pk = response.bodyAsJsonObject().getInteger("pk");
    if (response.statusCode() == 201) {
      created.add(pk);
    }
    return pk;
  }

  /** Only a killed node may fail a request. */
  private Future<Integer> handleFailure(Node node, Throwable cause) {
    if (!killedPorts.contains(node.port())) {
      unexpectedFailures.add(cause.toString());
    }
    return vertx.timer(20).map(0);
  }

  private Node startNode(int number) throws Exception {
    Map<String, String> variables = new HashMap<>();
    variables.put("RAC_HTTP_HOST", "127.0.0.1");
    variables.put("RAC_HTTP_PORT", "0");
    variables.put("RAC_MANAGEMENT_PORT", "0");
    variables.put("RAC_JWT_SECRET", SECRET);
    variables.put("RAC_DATABASE_URL", POSTGRES.uri());
    // A busy machine must not cause a failure.
    variables.put("RAC_DATABASE_STATEMENT_TIMEOUT", "20");
    variables.put("RAC_REFERENCE_DATA", "src/test/resources/recorded/fixtures.json");
    variables.put("RAC_CLUSTER", "true");
    variables.put("RAC_CLUSTER_PORT", ports.get(number).toString());
    variables.put("RAC_CLUSTER_MEMBERS", members());
    Path output = folder.resolve("node-" + starts++);
    BackgroundProcess process = BackgroundProcess.start(output, variables, ServerJar.command());
    return new Node(process, Integer.parseInt(process.awaitOutput(SERVING)));
  }

  private String members() {
    return ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  /** The providers with an event of this type, as soon as they include the awaited ones. */
  private Set<Integer> pks(String type, Queue<Integer> awaited) throws Exception {
    Set<Integer> missing = new HashSet<>(awaited);
    for (int i = 0; i < 600; i++) {
      Set<Integer> pks =
          received().stream()
              .filter(event -> event.type().equals(type))
              .map(Event::pk)
              .collect(Collectors.toSet());
      missing.removeAll(pks);
      if (missing.isEmpty()) {
        return pks;
      }
      Thread.sleep(100);
    }
    throw new AssertionError("Not received: " + missing + "\n" + consumer.output());
  }

  private List<Event> received() throws IOException {
    return EVENT
        .matcher(consumer.output())
        .results()
        .map(
            found ->
                new Event(
                    Long.parseLong(found.group(1)),
                    found.group(2),
                    Integer.parseInt(found.group(3))))
        .toList();
  }

  private static void assertInOrder(List<Event> events) {
    assertThat(events).extracting(Event::id).isSorted().doesNotHaveDuplicates();
    Set<Integer> known = new HashSet<>();
    for (Event event : events) {
      assertThat(known.add(event.pk()))
          .as("%s", event)
          .isEqualTo(event.type().equals("rac.provider.created"));
    }
  }
}
