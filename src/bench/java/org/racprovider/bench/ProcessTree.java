package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What Linux says of a process, its children that live and those that have ended. */
record ProcessTree(long pid) {

  // Linux gives times to user space in hundredths of a second on every architecture.
  private static final double TICKS_PER_SECOND = 100;

  // proc(5): utime, stime, cutime and cstime are fields 14 to 17; the state is field 3.
  private static final int FIRST_TIME = 14 - 3;
  private static final int TIMES = 4;

  /** Seconds of processor time so far. */
  double cpuSeconds() {
    Stream<Long> descendants =
        ProcessHandle.of(pid).stream().flatMap(ProcessHandle::descendants).map(ProcessHandle::pid);
    return Stream.concat(Stream.of(pid), descendants).mapToLong(ProcessTree::ticks).sum()
        / TICKS_PER_SECOND;
  }

  /** The most memory that the process itself had at a time, in MiB. */
  double peakMebibytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) / 1024.0;
    }
  }

  // One that has just ended counts in its parent's times of ended children.
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
          .skip(FIRST_TIME)
          .limit(TIMES)
          .mapToLong(Long::parseLong)
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }
}
