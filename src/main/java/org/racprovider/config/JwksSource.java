package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.racprovider.keys.KeyFile;
import org.racprovider.keys.KeySetReader;
import org.racprovider.keys.ReadKeySet;

/** The source of a JSON Web Key Set. No {@code toString} shows a secret. */
public sealed interface JwksSource {

  Pattern URL = Pattern.compile("https?://", Pattern.CASE_INSENSITIVE);

  /** A key set in the configuration itself; it may hold secrets. */
  record Given(ReadKeySet keySet) implements JwksSource {

    /** A set of keys that are all used. */
    public Given(List<JsonObject> keys) {
      this(new ReadKeySet(keys, List.of()));
    }

    @Override
    public String toString() {
      return "***";
    }
  }

  /** A file with a key set, which may hold secrets. */
  record InFile(Path path) implements JwksSource {
    @Override
    public String toString() {
      return path.toString();
    }
  }

  /** A URL that responds to a GET with a set of public keys. */
  record AtUrl(URI url) implements JwksSource {

    private static AtUrl of(String value) {
      URI url = URI.create(value);
      if (url.getHost() == null || url.getRawUserInfo() != null || url.getRawFragment() != null) {
        throw new IllegalArgumentException();
      }
      AtUrl source = new AtUrl(url);
      if (!source.isHttps() && !PrivateNetwork.contains(url.getHost())) {
        throw new IllegalArgumentException();
      }
      return source;
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
   * Reads a setting: the key set itself, the path of a file that holds a valid key set, or a URL.
   *
   * @throws IllegalArgumentException with the reason
   */
  static JwksSource of(String value) {
    if (value.stripLeading().startsWith("{")) {
      return new Given(KeySetReader.read(value));
    }
    if (URL.matcher(value).lookingAt()) {
      return url(value);
    }
    KeySetReader.read(KeyFile.read(value));
    return new InFile(Path.of(value));
  }

  private static AtUrl url(String value) {
    try {
      return AtUrl.of(value);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a URL must be https://…, or http://… on a private network, without user and fragment");
    }
  }
}
