package org.racprovider.support;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server as a process of its own, which can be killed and started again on its port. */
public final class ServerProcess implements AutoCloseable {

  public static final String SECRET = "a secret for tests, of more than 32 bytes";

  private static final HttpClient PROBES = HttpClient.newHttpClient();
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final Map<String, String> environment = new HashMap<>();
  private final Path log;
  private final int port;
  private Process process;

  /**
   * A server that is not started.
   *
   * @param settings more {@code RAC_*} variables
   */
  public ServerProcess(String databaseUri, Map<String, String> settings) throws IOException {
    this.port = freePort();
    this.log = Files.createTempFile("rac-server", ".log");
    environment.put("RAC_HTTP_HOST", "127.0.0.1");
    environment.put("RAC_HTTP_PORT", Integer.toString(port));
    environment.put("RAC_MANAGEMENT_PORT", "0");
    environment.put("RAC_JWT_SECRET", SECRET);
    // A busy machine is no failure.
    environment.put("RAC_DATABASE_STATEMENT_TIMEOUT", "20");
    environment.put("RAC_REFERENCE_DATA", "src/test/resources/recorded/fixtures.json");
    environment.put("RAC_DATABASE_URL", databaseUri);
    environment.putAll(settings);
  }

  public int port() {
    return port;
  }

  /** Starts it and waits until it is ready. */
  public void start() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    ProcessBuilder builder =
        new ProcessBuilder(java.toString(), "-Xmx256m", "-cp", classes, "org.racprovider.Main")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("RAC_"));
    builder.environment().putAll(environment);
    process = builder.start();
    awaitReady();
  }

  /** Whether its ready probe says so. */
  public boolean isReady() throws InterruptedException {
    HttpRequest probe =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/-/health/ready/"))
            .timeout(Duration.ofSeconds(2))
            .build();
    try {
      return PROBES.send(probe, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException down) {
      return false;
    }
  }

  /** Kills it with SIGKILL. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Ends it with SIGTERM; gives its exit code. */
  public int terminate() throws IOException, InterruptedException {
    process.destroy();
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("The server does not stop: " + log());
    }
    return process.exitValue();
  }

  /** What is left in its heap when what nobody refers to is gone. */
  public long liveBytes() throws IOException {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    Process asking =
        new ProcessBuilder(jcmd.toString(), Long.toString(process.pid()), "GC.class_histogram")
            .redirectErrorStream(true)
            .start();
    String histogram = new String(asking.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher total = TOTAL.matcher(histogram);
    if (!total.find()) {
      throw new IOException(histogram);
    }
    return Long.parseLong(total.group(1));
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws IOException {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
    Files.delete(log);
  }

  private void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(log());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** A port that nobody listens on now, and none of those that others are given who ask for any. */
  public static int freePort() {
    int port;
    do {
      port = ThreadLocalRandom.current().nextInt(20_000, 30_000);
    } while (isTaken(port));
    return port;
  }

  private static boolean isTaken(int port) {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return !free.isBound();
    } catch (IOException taken) {
      return true;
    }
  }
}
