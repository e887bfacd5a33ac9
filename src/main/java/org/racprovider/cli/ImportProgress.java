package org.racprovider.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.racprovider.importing.ImportListener;
import org.racprovider.reference.Section;

/** Shows the progress of an import: a bar at a terminal, elsewhere a line every few seconds. */
final class ImportProgress implements ImportListener {

  private static final int WIDTH = 30;
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final Duration LINE_INTERVAL = Duration.ofSeconds(5);

  private final PrintStream messages;
  private final boolean terminal;
  private long lastLine = System.nanoTime();

  ImportProgress(PrintStream messages, boolean terminal) {
    this.messages = messages;
    this.terminal = terminal;
  }

  @Override
  public void read(Section section, long rows, long total) {
    if (terminal) {
      messages.print(CLEAR_LINE + bar(section, rows, total) + (rows < total ? "" : "\n"));
      messages.flush();
    } else if (System.nanoTime() - lastLine > LINE_INTERVAL.toNanos()) {
      messages.printf("%s: %d of %d%n", section.key(), rows, total);
      lastLine = System.nanoTime();
    }
  }

  @Override
  public void waiting(String reason) {
    messages.println((terminal ? CLEAR_LINE : "") + reason);
  }

  private static String bar(Section section, long rows, long total) {
    int done = total == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * rows / total);
    return "%-18s[%s%s] %d of %d"
        .formatted(section.key(), "#".repeat(done), "-".repeat(WIDTH - done), rows, total);
  }
}
