package org.racprovider.cli;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the URL of an API: without a password, which would be seen in the list of processes. */
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
    boolean http = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
    boolean plain =
        url.getRawUserInfo() == null && url.getRawQuery() == null && url.getRawFragment() == null;
    if (!http || !plain || url.getHost() == null) {
      throw refused();
    }
    return url;
  }

  private static TypeConversionException refused() {
    return new TypeConversionException("must be such as https://authentik.example/api/v3");
  }
}
