package org.racprovider.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A running process of a test or a tool. Its output, errors included, is appended to a file. It
 * inherits no {@code RAC_*} variable of this JVM. All methods block.
 */
public final class BackgroundProcess implements AutoCloseable {

  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final long POLL_MILLIS = 50;

  private final Process process;
  private final Path output;

  private BackgroundProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts a command in the working directory of this JVM. */
  public static BackgroundProcess start(
      Path output, Map<String, String> variables, List<String> command) throws IOException {
    return start(Path.of(""), output, variables, command);
  }

  /** Starts a command in another working directory. */
  public static BackgroundProcess start(
      Path directory, Path output, Map<String, String> variables, List<String> command)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toAbsolutePath().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
    builder.environment().keySet().removeIf(name -> name.startsWith("RAC_"));
    builder.environment().putAll(variables);
    return new BackgroundProcess(builder.start(), output);
  }

  /** The command that runs the Java of this JVM, set up for a quick start and a small heap. */
  public static List<String> java(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(javaTool("java"));
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(arguments));
    return command;
  }

  /**
   * The command that runs a program which refuses to run as root. In a user namespace, the program
   * has another user id.
   */
  static List<String> withoutRoot(String program) {
    return System.getProperty("user.name").equals("root")
        ? List.of("unshare", "-U", program)
        : List.of(program);
  }

  /** A program of the JDK that runs this JVM. */
  public static String javaTool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  /** Kills the process when this JVM ends, if it was not closed before. */
  public BackgroundProcess killedAtExit() {
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly, "kill process"));
    return this;
  }

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that the process has written so far. */
  public String output() throws IOException {
    return Files.readString(output);
  }

  /**
   * Waits until the output matches, and returns the first group of the match.
   *
   * @throws IOException when the process ends, or 90 s pass, without a match
   */
  public String awaitOutput(Pattern pattern) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    boolean last;
    do {
      last = !process.isAlive() || System.nanoTime() > deadline;
      Matcher matcher = pattern.matcher(output());
      if (matcher.find()) {
        return matcher.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
    } while (!last);
    throw new IOException("The output does not match " + pattern + ":\n" + output());
  }

  /**
   * Waits for the end of the process, and returns its exit code.
   *
   * @throws IOException when the process still runs after 90 s; it is killed then
   */
  public int awaitExit() throws IOException, InterruptedException {
    return awaitExit(TIMEOUT);
  }

  /**
   * Waits for the end of the process, and returns its exit code.
   *
   * @throws IOException when the process still runs after this time; it is killed then
   */
  public int awaitExit(Duration timeout) throws IOException, InterruptedException {
    if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
      close();
      throw new IOException("The process did not end within " + timeout + ":\n" + output());
    }
    return process.exitValue();
  }

  /** Sends SIGTERM. */
  public void terminate() {
    process.destroy();
  }

  /**
   * Sends any signal.
   *
   * @param signal as {@code kill} names it, such as {@code STOP}
   */
  public void signal(String signal) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid())).start().waitFor();
  }

  /** Sends SIGKILL and waits for the end of the process. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
