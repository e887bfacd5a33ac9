package org.racprovider.provider;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.racprovider.bus.Failure;

/**
 * What makes a create safe to send again: a key of the caller's choice, and the hash of the body
 * that it was first sent with.
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
   * @param body as it was sent
   * @throws Failure 400 for a key that is empty, too long or not printable
   */
  public static IdempotencyKey of(String key, Buffer body) {
    return new IdempotencyKey(key, Sha256.of(body.getBytes()));
  }

  /** Names this key of this caller; other callers' keys are other keys. */
  public Buffer id(String subject) {
    return Buffer.buffer(Sha256.of((key + '\0' + subject).getBytes(StandardCharsets.UTF_8)));
  }

  public boolean isOf(Buffer otherFingerprint) {
    return Arrays.equals(fingerprint, otherFingerprint.getBytes());
  }
}
