package org.racprovider.provider;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Encodes representations whose {@code settings} are still the JSON text that the database
 * returned. Decoded settings may take 25 times the memory of their text, so they pass through the
 * server as text. The result is the same as that of decoded settings.
 */
public final class EncodedProvider {

  private static final String SETTINGS = "settings";

  private static final JsonFactory JSON =
      new JsonFactory().enable(JsonGenerator.Feature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

  /** Enough for the other keys of most representations. */
  private static final int OTHER_KEYS = 1024;

  private EncodedProvider() {}

  /** The JSON of a representation. */
  public static Buffer encode(JsonObject representation) {
    return encode(List.of(representation));
  }

  /** The JSON of some representations, separated by commas. */
  public static Buffer encode(List<JsonObject> representations) {
    Buffer json =
        Buffer.buffer(representations.stream().mapToInt(EncodedProvider::expectedLength).sum());
    for (JsonObject representation : representations) {
      if (json.length() > 0) {
        json.appendByte((byte) ',');
      }
      write(representation, new BufferOutput(json));
    }
    return json;
  }

  /** Writes the JSON of a representation. */
  static void write(JsonObject representation, OutputStream output) {
    try (JsonGenerator json = JSON.createGenerator(output)) {
      json.writeStartObject();
      for (String key : representation.fieldNames()) {
        json.writeFieldName(key);
        if (key.equals(SETTINGS) && isText(representation)) {
          copy(representation.getBuffer(key), json);
        } else {
          write(representation.getValue(key), json);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The JSON of a representation, with an empty object for its settings. */
  public static Buffer withoutSettings(Buffer representation) {
    Buffer result = Buffer.buffer();
    try (JsonParser parser = JSON.createParser(representation.getBytes());
        JsonGenerator json = JSON.createGenerator((OutputStream) new BufferOutput(result))) {
      parser.nextToken();
      json.writeStartObject();
      for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
        json.writeFieldName(key);
        parser.nextToken();
        if (key.equals(SETTINGS)) {
          parser.skipChildren();
          json.writeRawValue("{}");
        } else {
          json.copyCurrentStructure(parser);
        }
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return result;
  }

  /** Replaces settings that are text by an object. Modifies and returns the representation. */
  public static JsonObject decodeSettings(JsonObject representation) {
    return isText(representation)
        ? representation.put(SETTINGS, new JsonObject(representation.getBuffer(SETTINGS)))
        : representation;
  }

  /** The length of settings that are text. */
  public static int settingsLength(JsonObject representation) {
    return isText(representation) ? representation.getBuffer(SETTINGS).length() : 0;
  }

  private static int expectedLength(JsonObject representation) {
    return OTHER_KEYS + settingsLength(representation);
  }

  /** From another node, a buffer comes as a string in base64. */
  private static boolean isText(JsonObject representation) {
    Object settings = representation.getValue(SETTINGS);
    return settings instanceof Buffer || settings instanceof String;
  }

  private static void write(Object value, JsonGenerator json) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof String string) {
      json.writeString(string);
    } else if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean bool) {
      json.writeBoolean(bool);
    } else if (value instanceof JsonArray array) {
      json.writeStartArray();
      for (Object item : array) {
        write(item, json);
      }
      json.writeEndArray();
    } else {
      json.writeRawValue(Json.encode(value));
    }
  }

  /** Writes the text without white space, and its numbers as the decoded ones would be written. */
  private static void copy(Buffer text, JsonGenerator json) throws IOException {
    try (JsonParser parser = JSON.createParser(text.getBytes())) {
      parser.nextToken();
      json.copyCurrentStructure(parser);
    }
  }

  private static final class BufferOutput extends OutputStream {
    private final Buffer target;

    BufferOutput(Buffer target) {
      this.target = target;
    }

    @Override
    public void write(int single) {
      target.appendByte((byte) single);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      target.appendBytes(bytes, offset, length);
    }
  }
}
