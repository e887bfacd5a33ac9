package org.racprovider.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.SocketFactory;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.FreePort;
import org.racprovider.support.ServerJar;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TrustingTls;

/**
 * The packaged server with the options of the image. The system property {@code attack.options} has
 * more options of the JVM, such as {@code -Xmx320m}.
 */
final class AttackedServer implements AutoCloseable {

  private static final Path OPTIONS = Path.of("src/main/docker/jvm.options");
  private static final List<String> MORE_OPTIONS =
      List.of(System.getProperty("attack.options", "").split(" "));
  private static final Pattern HEAP = Pattern.compile("-Xmx(\\d+)m");
  private static final double HEAP_OF_IMAGE = 96;
  private static final Pattern DIRECT =
      Pattern.compile("(?m)^rac_direct_memory_used_bytes (\\d\\S*)$");
  private static final Pattern DIRECT_LIMIT =
      Pattern.compile("(?m)^rac_direct_memory_limit_bytes (\\d\\S*)$");
  private static final int WARM = 100;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);
  private static final HttpClient CLIENT = HttpClient.newHttpClient();

  private final ServerProcess server;
  private final Target target;
  private long heapAtStart;

  private AttackedServer(ServerProcess server, Target target) {
    this.server = server;
    this.target = target;
  }

  /**
   * Starts it and waits until it has served requests of each kind.
   *
   * @param settings more {@code RAC_*} variables than it needs
   */
  static AttackedServer start(Surroundings surroundings, Map<String, String> settings)
      throws Exception {
    Path log = Files.createTempFile("rac-attacked", ".log");
    log.toFile().deleteOnExit();
    int management = FreePort.find();
    Map<String, String> all = new HashMap<>(settings);
    all.putAll(surroundings.settings());
    all.put("RAC_MANAGEMENT_PORT", Integer.toString(management));
    ServerProcess process = new ServerProcess(command(), log, all);
    boolean encrypted = settings.containsKey("RAC_HTTP_TLS_CERT");
    Target target =
        new Target(
            encrypted ? TrustingTls.sockets() : SocketFactory.getDefault(),
            process.port(),
            management,
            heap() / HEAP_OF_IMAGE);
    AttackedServer started = new AttackedServer(process, target);
    process.launch();
    started.awaitReady();
    surroundings.fill();
    started.warmUp();
    return started;
  }

  private static List<String> command() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(BackgroundProcess.javaTool("java"));
    command.add("@" + OPTIONS);
    MORE_OPTIONS.stream().filter(option -> !option.isEmpty()).forEach(command::add);
    command.addAll(List.of("-jar", ServerJar.path().toString()));
    return command;
  }

  /** The heap of the server in MiB. */
  private static double heap() throws IOException {
    return HEAP.matcher(Files.readString(OPTIONS) + " " + String.join(" ", MORE_OPTIONS))
        .results()
        .mapToDouble(option -> Double.parseDouble(option.group(1)))
        .reduce((earlier, later) -> later)
        .orElseThrow();
  }

  private void awaitReady() throws Exception {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!isReady()) {
      assertThat(isAlive() && System.nanoTime() < deadline).as(server.log()).isTrue();
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private void warmUp() throws Exception {
    OtherCallers others = new OtherCallers(target);
    await().atMost(TIMEOUT).until(() -> others.responses().size() >= WARM);
    others.stop();
    heapAtStart = heapInUse();
  }

  private boolean isReady() throws IOException {
    byte[] probe = HttpConnection.get("/-/health/ready/", "");
    try (HttpConnection connection = target.management()) {
      return connection.exchange(probe, Duration.ofSeconds(2)) == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  Target target() {
    return target;
  }

  boolean isAlive() {
    return server.process().isAlive();
  }

  String log() throws IOException {
    return server.log();
  }

  long heapAtStart() {
    return heapAtStart;
  }

  /** The heap in use after a full collection, in MiB. */
  long heapInUse() throws IOException, InterruptedException {
    return server.liveBytes() >> 20;
  }

  /** The direct memory that Netty has allocated, in MiB. */
  long directInUse() throws IOException, InterruptedException {
    return mebibytes(DIRECT);
  }

  /** The direct memory that Netty may allocate, in MiB. */
  long directLimit() throws IOException, InterruptedException {
    return mebibytes(DIRECT_LIMIT);
  }

  private long mebibytes(Pattern metric) throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + target.managementPort() + "/-/metrics/");
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).build();
    String metrics = CLIENT.send(request, HttpResponse.BodyHandlers.ofString()).body();
    Matcher matcher = metric.matcher(metrics);
    assertThat(matcher.find()).as(metrics).isTrue();
    return (long) Double.parseDouble(matcher.group(1)) >> 20;
  }

  @Override
  public void close() {
    server.close();
  }
}
