package org.racprovider.cli;

import java.io.PrintStream;
import java.time.Duration;
import org.racprovider.importing.ImportListener;
import org.racprovider.reference.Section;

/** Shows how far an import is: a bar at a terminal, elsewhere a line now and then. */
final class ImportProgress implements ImportListener {

  private static final int WIDTH = 30;
  private static final String CLEAR_LINE = "\r\u001b[K";
  private static final Duration NOW_AND_THEN = Duration.ofSeconds(5);

  private final PrintStream messages;
  private final boolean terminal;
  private long lastLine = System.nanoTime();

  ImportProgress(PrintStream messages, boolean terminal) {
    this.messages = messages;
    this.terminal = terminal;
  }

  @Override
  public void read(Section section, long rows, long all) {
    if (terminal) {
      messages.print(CLEAR_LINE + bar(section, rows, all) + (rows < all ? "" : "\n"));
      messages.flush();
    } else if (System.nanoTime() - lastLine > NOW_AND_THEN.toNanos()) {
      messages.printf("%s: %d of %d%n", section.key(), rows, all);
      lastLine = System.nanoTime();
    }
  }

  @Override
  public void waiting(String reason) {
    messages.println((terminal ? CLEAR_LINE : "") + reason);
  }

  private static String bar(Section section, long rows, long all) {
    int done = all == 0 ? WIDTH : (int) Math.min(WIDTH, WIDTH * rows / all);
    return "%-18s[%s%s] %d of %d"
        .formatted(section.key(), "#".repeat(done), "-".repeat(WIDTH - done), rows, all);
  }
}
