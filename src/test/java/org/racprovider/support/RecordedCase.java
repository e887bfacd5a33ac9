package org.racprovider.support;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A recorded case: requests of authentik's API, and the responses that this server must give. */
public record RecordedCase(String name, List<Step> steps) {

  /** One request and its response, in which {@code ${name}} stands for a saved pk. */
  public record Step(JsonObject json) {

    public String method() {
      return json.getString("method");
    }

    public String path(Map<String, Integer> saved) {
      return resolved(json.getString("path"), saved);
    }

    public List<JsonArray> headers() {
      return json.getJsonArray("headers").stream().map(JsonArray.class::cast).toList();
    }

    /** The body of the request, or empty if it has none. */
    public Optional<Buffer> body(Map<String, Integer> saved) {
      if (json.containsKey("body_b64")) {
        byte[] bytes = Base64.getDecoder().decode(json.getString("body_b64"));
        return Optional.of(Buffer.buffer(bytes));
      }
      return Optional.ofNullable(json.getString("body"))
          .map(text -> Buffer.buffer(resolved(text, saved)));
    }

    /** The name under which the pk of the response is saved. */
    public Optional<String> save() {
      return Optional.ofNullable(json.getString("save"));
    }

    public JsonObject expected() {
      return json.getJsonObject("expect");
    }
  }

  /** The cases of a file in {@code recorded/}. */
  public static Stream<RecordedCase> of(String file) {
    return text("/recorded/" + file)
        .lines()
        .map(JsonObject::new)
        .map(json -> new RecordedCase(json.getString("name"), steps(json)));
  }

  @Override
  public String toString() {
    return name;
  }

  private static List<Step> steps(JsonObject json) {
    return json.getJsonArray("steps").stream().map(step -> new Step((JsonObject) step)).toList();
  }

  private static String resolved(String text, Map<String, Integer> saved) {
    String resolved = text;
    for (var entry : saved.entrySet()) {
      resolved = resolved.replace("${" + entry.getKey() + "}", entry.getValue().toString());
    }
    return resolved;
  }

  private static String text(String resource) {
    try (InputStream in = RecordedCase.class.getResourceAsStream(resource)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
