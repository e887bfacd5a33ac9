package org.racprovider.bench;

import io.vertx.core.json.JsonArray;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options that the container image gives the JVM, read from the Dockerfile. */
final class ContainerJvm {

  private static final Pattern ENTRYPOINT =
      Pattern.compile("^ENTRYPOINT (\\[.*?])", Pattern.MULTILINE | Pattern.DOTALL);

  private ContainerJvm() {}

  /**
   * What stands between {@code java} and {@code -jar}, without options that name a file of the
   * image, which is not here.
   */
  static List<String> options(String dockerfile) {
    Matcher matcher = ENTRYPOINT.matcher(dockerfile);
    if (!matcher.find()) {
      throw new IllegalStateException("The Dockerfile has no ENTRYPOINT in JSON form");
    }
    List<String> words =
        new JsonArray(matcher.group(1).replace("\\\n", "")).stream().map(String::valueOf).toList();
    return words.subList(words.indexOf("java") + 1, words.indexOf("-jar")).stream()
        .filter(option -> !option.contains("/app/"))
        .toList();
  }
}
