package org.racprovider.support;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Frames of a WebSocket client as bytes, with a mask that changes nothing. */
public final class WebSocketFrames {

  private static final int FINAL_TEXT = 0x81;

  private WebSocketFrames() {}

  /** A whole message. */
  public static byte[] textFrame(String message) {
    return frame(FINAL_TEXT, message.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * @param first the first byte: the flags and the opcode
   */
  public static byte[] frame(int first, byte[] content) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    frame.write(first);
    if (content.length < 126) {
      frame.write(0x80 | content.length);
    } else if (content.length < 1 << 16) {
      frame.write(0x80 | 126);
      writeLength(frame, content.length, 2);
    } else {
      frame.write(0x80 | 127);
      writeLength(frame, content.length, 8);
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(content);
    return frame.toByteArray();
  }

  private static void writeLength(ByteArrayOutputStream frame, long length, int bytes) {
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
      frame.write((int) (length >> shift));
    }
  }
}
