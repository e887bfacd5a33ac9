package org.racprovider.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A document in Markdown: README.md, or a file in src/site/markdown. */
record Document(Path path, String text) {

  static final Path README = Path.of("README.md");
  static final Path FOLDER = Path.of("src/site/markdown");

  private static final Pattern CODE = Pattern.compile("(?ms)^ *```.*?^ *```$|`[^`\n]*`");
  private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} +(.+)$");
  private static final Pattern FENCE = Pattern.compile("(?ms)^ *```.*?^ *```$");

  static Document at(Path path) {
    try {
      return new Document(path, Files.readString(path));
    } catch (IOException e) {
      throw new IllegalArgumentException("Cannot read " + path, e);
    }
  }

  /** The document with this file name in src/site/markdown. */
  static Document named(String file) {
    return at(FOLDER.resolve(file));
  }

  /** README.md and all files in src/site/markdown. */
  static Stream<Document> all() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Path> documents =
          files.filter(file -> file.toString().endsWith(".md")).sorted().toList();
      return Stream.concat(Stream.of(README), documents.stream()).map(Document::at);
    }
  }

  /** The targets of all links that are not in code, for example {@code api.md#errors}. */
  List<String> links() {
    String prose = CODE.matcher(text).replaceAll("");
    return LINK.matcher(prose).results().map(match -> match.group(1)).toList();
  }

  /** The headings without their leading {@code #}. */
  List<String> headings() {
    String prose = FENCE.matcher(text).replaceAll("");
    return HEADING.matcher(prose).results().map(match -> match.group(1).strip()).toList();
  }

  /** The anchors that GitHub gives to the headings. */
  Set<String> anchors() {
    Map<String, Integer> occurrences = new HashMap<>();
    Set<String> anchors = new TreeSet<>();
    for (String heading : headings()) {
      String anchor = anchor(heading);
      int earlier = occurrences.merge(anchor, 1, Integer::sum) - 1;
      anchors.add(earlier == 0 ? anchor : anchor + "-" + earlier);
    }
    return anchors;
  }

  /** The first group of every match in the text. */
  List<String> find(Pattern pattern) {
    return pattern.matcher(text).results().map(Document::firstGroup).toList();
  }

  @Override
  public String toString() {
    return path.toString();
  }

  private static String firstGroup(MatchResult match) {
    return match.group(1);
  }

  private static String anchor(String heading) {
    return heading
        .toLowerCase(Locale.ROOT)
        .replaceAll("[^\\p{L}\\p{N}\\s_-]", "")
        .replaceAll("\\s", "-");
  }
}
