package org.racprovider.provider;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.racprovider.bus.Failure;

/**
 * A strong entity tag over a representation as it is stored: it changes with the provider, and with
 * the applications and outposts that it is assigned to.
 */
public record EntityTag(String value) {

  private static final int BYTES = 16;

  public static EntityTag of(JsonObject representation) {
    byte[] json = representation.encode().getBytes(StandardCharsets.UTF_8);
    byte[] hash = Arrays.copyOf(Sha256.of(json), BYTES);
    return new EntityTag('"' + HexFormat.of().formatHex(hash) + '"');
  }

  /**
   * Holds an {@code If-Match} header against this tag; weak tags match nothing.
   *
   * @param ifMatch null where nothing is asked
   * @throws Failure 412
   */
  public void require(String ifMatch) {
    if (ifMatch != null && !matches(ifMatch.trim())) {
      throw Failure.of(
          Failure.Kind.STALE, "The provider has changed: its ETag is not the one of If-Match.");
    }
  }

  private boolean matches(String ifMatch) {
    return ifMatch.equals("*")
        || Arrays.stream(ifMatch.split(",")).map(String::trim).anyMatch(value::equals);
  }
}
