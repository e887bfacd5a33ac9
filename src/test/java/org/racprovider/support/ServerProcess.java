package org.racprovider.support;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server in a process of its own, which can be killed and started again on the same port. All
 * methods block.
 */
public final class ServerProcess implements AutoCloseable {

  public static final String SECRET = TestServer.SECRET;

  private static final HttpClient PROBES = HttpClient.newHttpClient();
  private static final Duration TIMEOUT = Duration.ofSeconds(90);

  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");

  private final Map<String, String> environment = new HashMap<>();
  private final List<String> command;
  private final Path log;
  private final int port = FreePort.find();
  private BackgroundProcess process;

  /**
   * A server of the compiled classes, on the objects of {@code recorded/}. It is not started.
   *
   * @param settings more {@code RAC_*} variables
   */
  public ServerProcess(String databaseUri, Map<String, String> settings) throws IOException {
    this(
        BackgroundProcess.java(
            "-cp", System.getProperty("java.class.path"), "org.racprovider.Main"),
        Files.createTempFile("rac-server", ".log"));
    log.toFile().deleteOnExit();
    environment.putAll(TestServer.defaultSettings(databaseUri));
    environment.putAll(settings);
    environment.put("RAC_HTTP_PORT", Integer.toString(port));
  }

  /**
   * A server that this command starts. It is not started.
   *
   * @param log what the server prints is appended to it
   * @param settings {@code RAC_*} variables; those of the host and the ports are added
   */
  public ServerProcess(List<String> command, Path log, Map<String, String> settings) {
    this(command, log);
    environment.putAll(settings);
    environment.put("RAC_HTTP_HOST", "127.0.0.1");
    environment.put("RAC_HTTP_PORT", Integer.toString(port));
    environment.putIfAbsent("RAC_MANAGEMENT_PORT", "0");
  }

  private ServerProcess(List<String> command, Path log) {
    this.command = command;
    this.log = log;
  }

  public int port() {
    return port;
  }

  /** Starts it and waits until it is ready. */
  public void start() throws IOException, InterruptedException {
    launch();
    awaitReady();
  }

  /** Starts it without waiting. */
  public void launch() throws IOException {
    process = BackgroundProcess.start(log, environment, command).killedAtExit();
  }

  /** Waits until its readiness probe succeeds. */
  public void awaitReady() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (!isReady()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(log());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  /** Whether its readiness probe succeeds. */
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

  /** The process that was started last. */
  public BackgroundProcess process() {
    return process;
  }

  /** Kills it with SIGKILL. */
  public void kill() {
    process.close();
  }

  /** Ends it with SIGTERM, and returns its exit code. */
  public int terminate() throws IOException, InterruptedException {
    process.terminate();
    return process.awaitExit();
  }

  /** How many bytes of its heap are in use after a full garbage collection. */
  public long liveBytes() throws IOException, InterruptedException {
    return number(TOTAL, histogram());
  }

  /** How many objects of a class a full garbage collection leaves. */
  public long instances(String className) throws IOException, InterruptedException {
    Pattern line = Pattern.compile("(\\d+)\\s+\\d+\\s+" + Pattern.quote(className) + "\\s");
    return number(line, histogram());
  }

  private static long number(Pattern pattern, String histogram) {
    Matcher matcher = pattern.matcher(histogram);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }

  private String histogram() throws IOException, InterruptedException {
    Path file = Files.createTempFile("rac-heap", ".txt");
    try {
      String pid = Long.toString(process.pid());
      List<String> jcmd = List.of(BackgroundProcess.javaTool("jcmd"), pid, "GC.class_histogram");
      BackgroundProcess running = BackgroundProcess.start(file, Map.of(), jcmd);
      running.awaitOutput(TOTAL);
      return running.output();
    } finally {
      Files.delete(file);
    }
  }

  public String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() {
    if (process != null) {
      process.close();
    }
  }
}
