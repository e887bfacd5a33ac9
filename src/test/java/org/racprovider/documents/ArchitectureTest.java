package org.racprovider.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dependencies between packages agree with the table in architecture.md. */
class ArchitectureTest {

  private static final Path SOURCES = Path.of("src/main/java/org/racprovider");

  /** In the table the root package is the first row, and may use all others. */
  private static final String ROOT = "";

  private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.]+)` \\| [^|]+ \\|(.*)\\|$");
  private static final Pattern CODE = Pattern.compile("`([a-z.]+)`");
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?org\\.racprovider\\.(?:([a-z.]+)\\.)?[A-Z]");

  private final Map<String, Set<String>> allowed = allowed();

  @Test
  void describesEveryPackage() throws IOException {
    assertThat(allowed.keySet()).isEqualTo(packages());
  }

  @Test
  void packagesUseOnlyPackagesThatTheyMay() throws IOException {
    // When
    Map<String, Set<String>> used = used();

    // Then
    assertThat(used).isNotEmpty();
    used.forEach((name, others) -> assertThat(allowed.get(name)).as(name).containsAll(others));
  }

  @Test
  void packagesFormNoCycle() {
    allowed.forEach((name, others) -> assertThat(reachable(others)).as(name).doesNotContain(name));
  }

  @Test
  void everyPackageHasADescription() throws IOException {
    assertThat(packages())
        .allSatisfy(
            name ->
                assertThat(SOURCES.resolve(name.replace('.', '/')).resolve("package-info.java"))
                    .exists());
  }

  private static Map<String, Set<String>> allowed() {
    return ROW.matcher(Document.named("architecture.md").text())
        .results()
        .collect(
            Collectors.toMap(
                row -> row.group(1), row -> names(row.group(2)), (a, b) -> a, TreeMap::new));
  }

  private static Set<String> names(String cell) {
    return CODE.matcher(cell)
        .results()
        .map(match -> match.group(1))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> packages() throws IOException {
    return sources()
        .map(ArchitectureTest::packageOf)
        .filter(name -> !name.equals(ROOT))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** The packages that each package imports from, without the root package. */
  private static Map<String, Set<String>> used() throws IOException {
    Map<String, Set<String>> used = new TreeMap<>();
    for (Path source : sources().toList()) {
      String name = packageOf(source);
      if (!name.equals(ROOT)) {
        used.computeIfAbsent(name, key -> new TreeSet<>()).addAll(imports(source));
        used.get(name).remove(name);
      }
    }
    return used;
  }

  private static List<String> imports(Path source) throws IOException {
    return IMPORT
        .matcher(Files.readString(source))
        .results()
        .map(ArchitectureTest::importedPackage)
        .toList();
  }

  private static String importedPackage(MatchResult imported) {
    return imported.group(1) == null ? ROOT : imported.group(1);
  }

  private static Stream<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
    }
  }

  private static String packageOf(Path source) {
    return SOURCES.relativize(source.getParent()).toString().replace('/', '.');
  }

  private Set<String> reachable(Set<String> from) {
    Set<String> seen = new HashSet<>();
    from.forEach(name -> visit(name, seen));
    return seen;
  }

  private void visit(String name, Set<String> seen) {
    if (seen.add(name)) {
      allowed.getOrDefault(name, Set.of()).forEach(next -> visit(next, seen));
    }
  }
}
