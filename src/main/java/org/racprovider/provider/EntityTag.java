package org.racprovider.provider;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.racprovider.bus.Failure;

/**
 * A strong entity tag of a representation with its settings. It changes when the provider changes,
 * or when its assignment to applications or outposts changes.
 */
public record EntityTag(String value) {

  private static final int BYTES = 16;

  public static EntityTag of(JsonObject representation) {
    MessageDigest digest = IdempotencyKey.sha256();
    EncodedProvider.write(
        representation, new DigestOutputStream(OutputStream.nullOutputStream(), digest));
    return of(digest.digest());
  }

  /** The tag of an encoded representation. */
  public static EntityTag of(Buffer json) {
    return of(IdempotencyKey.sha256(json.getBytes()));
  }

  private static EntityTag of(byte[] hash) {
    return new EntityTag('"' + HexFormat.of().formatHex(hash, 0, BYTES) + '"');
  }

  /**
   * Compares an {@code If-Match} header with this tag. Weak tags match nothing.
   *
   * @param ifMatch null if the request has no such header
   * @throws Failure 412 if it does not match
   */
  public void require(String ifMatch) {
    if (isNeededFor(ifMatch) && !matches(ifMatch)) {
      throw Failure.of(
          Failure.Kind.STALE, "The provider has changed: its ETag is not the one of If-Match.");
    }
  }

  /**
   * Whether an {@code If-Match} header must be compared with a tag. Any provider matches {@code *}.
   *
   * @param ifMatch null if the request has no such header
   */
  public static boolean isNeededFor(String ifMatch) {
    return ifMatch != null && !ifMatch.trim().equals("*");
  }

  private boolean matches(String ifMatch) {
    return Arrays.stream(ifMatch.split(",")).map(String::trim).anyMatch(value::equals);
  }
}
