package org.racprovider.support;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Java process of a test's own, whose output goes to a file. */
public final class JavaProcess implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;

  private final Process process;
  private final Path output;

  private JavaProcess(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Starts one with these arguments of {@code java} and these {@code RAC_*} variables. */
  public static JavaProcess start(Path output, Map<String, String> variables, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx128m");
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("RAC_"));
    builder.environment().putAll(variables);
    return new JavaProcess(builder.start(), output);
  }

  /** Waits until the output holds this, and gives its first group. */
  public String await(Pattern text) throws IOException, InterruptedException {
    for (int i = 0; i < PATIENCE_SECONDS * 20 && process.isAlive(); i++) {
      Matcher found = text.matcher(output());
      if (found.find()) {
        return found.group(1);
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
    throw new IOException("Not in the output: " + text + "\n" + output());
  }

  public String output() throws IOException {
    return Files.readString(output);
  }

  /** Kills it with SIGKILL. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
