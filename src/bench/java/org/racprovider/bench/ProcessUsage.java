package org.racprovider.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads from Linux how much processor time and memory a process uses. */
record ProcessUsage(long pid) {

  // Linux reports times in hundredths of a second on every architecture.
  private static final double TICKS_PER_SECOND = 100;

  /** Returns the processor time of the process and of its children, ended ones included. */
  double cpuSeconds() {
    Set<Long> before;
    double seconds;
    do {
      before = descendants();
      seconds = cpuSeconds(before);
      // The time of a child that ended meanwhile would be counted twice or not at all.
    } while (!descendants().equals(before));
    return seconds;
  }

  private double cpuSeconds(Set<Long> descendants) {
    return Stream.concat(Stream.of(pid), descendants.stream()).mapToLong(ProcessUsage::ticks).sum()
        / TICKS_PER_SECOND;
  }

  private Set<Long> descendants() {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::descendants)
        .map(ProcessHandle::pid)
        .collect(Collectors.toSet());
  }

  /** Returns the peak resident set size of the process itself, in MiB. */
  double peakMebibytes() throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      String peak = lines.filter(line -> line.startsWith("VmHWM:")).findFirst().orElseThrow();
      return Long.parseLong(peak.replaceAll("\\D", "")) / 1024.0;
    }
  }

  // In proc(5), utime, stime, cutime and cstime are the fields 14 to 17, and the state is field 3.
  // The times of a child that has just ended are already in cutime and cstime of its parent.
  private static long ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" "))
          .skip(14 - 3)
          .limit(4)
          .mapToLong(Long::parseLong)
          .sum();
    } catch (IOException ended) {
      return 0;
    }
  }
}
