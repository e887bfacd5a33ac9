package org.racprovider.cli;

import java.net.URI;
import java.net.URISyntaxException;
import org.racprovider.config.PrivateNetwork;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the URL of an API: without a password, which would be seen in the list of processes, and
 * with TLS where others could read the token that goes there.
 */
final class ApiUrl implements ITypeConverter<URI> {

  @Override
  public URI convert(String text) {
    try {
      return checked(new URI(text));
    } catch (URISyntaxException e) {
      throw refused();
    }
  }

  private static URI checked(URI url) {
    boolean plain =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (!plain || url.getHost() == null || !isSafe(url)) {
      throw refused();
    }
    return url;
  }

  private static boolean isSafe(URI url) {
    return "https".equals(url.getScheme())
        || "http".equals(url.getScheme()) && PrivateNetwork.contains(url.getHost());
  }

  private static TypeConversionException refused() {
    return new TypeConversionException(
        "must be such as https://authentik.example/api/v3, with http:// only on a private network");
  }
}
