package org.racprovider.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;
import org.racprovider.bus.Failure;

/**
 * Makes a create safe to repeat: a key that the caller chooses, and a fingerprint that prevents the
 * use of the key for another request.
 */
public record IdempotencyKey(String key, byte[] fingerprint) {

  private static final Pattern FORM = Pattern.compile("[ -~]{1,255}");

  public IdempotencyKey {
    if (!FORM.matcher(key).matches()) {
      throw Failure.of(
          Failure.Kind.INVALID, "Idempotency-Key must be 1 to 255 printable ASCII characters.");
    }
  }

  /**
   * The key of a request, with the hash of its body as fingerprint.
   *
   * @param body as sent
   * @throws Failure 400 for a key that is empty, too long or not printable
   */
  public static IdempotencyKey of(String key, Buffer body) {
    return new IdempotencyKey(key, sha256(body.getBytes()));
  }

  /** An id that is unique per caller, because two callers may use the same key. */
  public Buffer id(String subject) {
    return Buffer.buffer(sha256((key + '\0' + subject).getBytes(StandardCharsets.UTF_8)));
  }

  static byte[] sha256(byte[] bytes) {
    return sha256().digest(bytes);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
