package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.racprovider.keys.KeyFile;
import org.racprovider.keys.KeySetReader;

/** Where a JSON Web Key Set comes from. Only what may be shown is in its text. */
public sealed interface JwksSource {

  Pattern URL = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

  /** A set in the configuration itself; it may hold secrets. */
  record Given(List<JsonObject> keys) implements JwksSource {
    @Override
    public String toString() {
      return "***";
    }
  }

  /** A file, whose set may hold secrets. */
  record InFile(Path path) implements JwksSource {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** What answers a GET with a set of public keys. */
  record AtUrl(URI url) implements JwksSource {

    private static AtUrl of(String text) {
      URI url = URI.create(text);
      if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
        throw new IllegalArgumentException();
      }
      AtUrl at = new AtUrl(url);
      if (!at.isHttps() && !PrivateNetwork.holds(url.getHost())) {
        throw new IllegalArgumentException();
      }
      return at;
    }

    boolean isHttps() {
      return "https".equalsIgnoreCase(url.getScheme());
    }

    @Override
    public String toString() {
      return url.toString();
    }
  }

  /**
   * Reads a setting: the set itself, the path of a file that holds a good one now, or a URL.
   *
   * @throws IllegalArgumentException with the reason
   */
  static JwksSource of(String text) {
    if (text.stripLeading().startsWith("{")) {
      return new Given(KeySetReader.read(text));
    }
    if (URL.matcher(text).lookingAt()) {
      return url(text);
    }
    KeySetReader.read(KeyFile.read(text));
    return new InFile(Path.of(text));
  }

  private static AtUrl url(String text) {
    try {
      return AtUrl.of(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a URL must be https://…, or http://… on a private network, without user and fragment");
    }
  }
}
