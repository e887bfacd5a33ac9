package org.racprovider.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.racprovider.bus.Failure;

/**
 * Decodes JSON exactly as RFC 8259 defines it: UTF-8 without a byte order mark, without comments,
 * unpaired surrogates, and numbers outside the range of a double. The last of duplicate keys wins.
 * Integers keep all digits. Other numbers become doubles and lose further digits, as in authentik.
 *
 * <p>The decoder of Vert.x is more lenient (it decodes {@code 1e400} to a string, for example), and
 * its error messages repeat the messages of the parser.
 */
public final class StrictJson {

  private static final int MAX_DEPTH = 500;
  private static final int MAX_NUMBER_LENGTH = 1000;

  // Names are neither shared nor interned: a client could fill the table with colliding names.
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .build();

  private StrictJson() {}

  /**
   * Decodes a whole body.
   *
   * @return a JsonObject, JsonArray, String, Boolean, Integer, Long, BigInteger, Double or null
   * @throws Failure INVALID, {@code JSON parse error - <what>: line <n> column <n>} (contract 2.9);
   *     also for an empty body
   */
  public static Object decode(Buffer body) {
    return decode(body, false);
  }

  /**
   * Decodes a whole document, but refuses duplicate keys, because another program may use the first
   * of them.
   */
  public static Object decodeUnambiguous(Buffer body) {
    return decode(body, true);
  }

  private static Object decode(Buffer body, boolean refuseDuplicates) {
    CharBuffer text = utf8(body.getBytes());
    try (JsonParser parser =
        FACTORY.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      parser.configure(JsonParser.Feature.STRICT_DUPLICATE_DETECTION, refuseDuplicates);
      return document(parser);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // The UTF-8 reader of the parser accepts overlong forms and encoded surrogates.
  private static CharBuffer utf8(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CharBuffer text = CharBuffer.allocate(bytes.length);
    boolean malformed = decoder.decode(ByteBuffer.wrap(bytes), text, true).isError();
    text.flip();
    if (malformed) {
      throw refused("not UTF-8", endOf(text));
    }
    return text;
  }

  private static JsonLocation endOf(CharBuffer text) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < text.length(); i++) {
      boolean newline = text.charAt(i) == '\n';
      line = newline ? line + 1 : line;
      column = newline ? 1 : column + 1;
    }
    return new JsonLocation(null, text.length(), line, column);
  }

  private static Object document(JsonParser parser) throws IOException {
    try {
      if (parser.nextToken() == null) {
        throw refused("unexpected end of input", parser.currentLocation());
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw refused("content after the document", parser.currentTokenLocation());
      }
      return value;
    } catch (JsonProcessingException e) {
      throw refused(reason(e), parser.currentLocation());
    }
  }

  private static Object value(JsonParser parser) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser);
      case START_ARRAY -> array(parser);
      case VALUE_STRING -> wellFormed(parser.getText(), parser);
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> finite(parser.getDoubleValue(), parser);
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      case VALUE_NULL -> null;
      default -> throw refused("malformed", parser.currentTokenLocation());
    };
  }

  private static JsonObject object(JsonParser parser) throws IOException {
    Map<String, Object> members = new LinkedHashMap<>();
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      wellFormed(name, parser);
      parser.nextToken();
      members.put(name, value(parser));
    }
    return new JsonObject(members);
  }

  private static JsonArray array(JsonParser parser) throws IOException {
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser));
    }
    return new JsonArray(items);
  }

  private static Double finite(double number, JsonParser parser) {
    if (Double.isInfinite(number)) {
      throw refused("number out of range", parser.currentTokenLocation());
    }
    return number;
  }

  private static String wellFormed(String text, JsonParser parser) {
    for (int i = 0; i < text.length(); i++) {
      if (!Character.isSurrogate(text.charAt(i))) {
        continue;
      }
      if (!Character.isSupplementaryCodePoint(text.codePointAt(i))) {
        throw refused("unpaired surrogate in a string", parser.currentTokenLocation());
      }
      i++;
    }
    return text;
  }

  private static String reason(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "unexpected end of input";
    }
    if (e instanceof StreamConstraintsException) {
      return "nested too deeply or a number too long";
    }
    return "malformed";
  }

  private static Failure refused(String what, JsonLocation where) {
    return Failure.of(
        Failure.Kind.INVALID,
        "JSON parse error - %s: line %d column %d"
            .formatted(what, where.getLineNr(), where.getColumnNr()));
  }
}
