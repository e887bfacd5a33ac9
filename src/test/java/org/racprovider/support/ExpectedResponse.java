package org.racprovider.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Compares a response with the recorded one, by the match rule of the recording. */
public final class ExpectedResponse {

  private static final Set<String> SETS = Set.of("property_mappings", "outpost_set");

  private final JsonObject expected;
  private final Map<String, Integer> saved;

  public ExpectedResponse(JsonObject expected, Map<String, Integer> saved) {
    this.expected = expected;
    this.saved = saved;
  }

  public void check(int status, String contentType, Buffer body) {
    switch (expected.getString("match")) {
      case "no-5xx" -> assertThat(status).isLessThan(500);
      case "status" -> assertThat(status).isEqualTo(expected.getInteger("status"));
      case "empty" -> {
        assertThat(status).isEqualTo(expected.getInteger("status"));
        assertThat(body.length()).isZero();
      }
      case "prefix" -> checkPrefix(status, body);
      default -> checkExactly(status, contentType, body);
    }
  }

  private void checkPrefix(int status, Buffer body) {
    assertThat(status).isEqualTo(expected.getInteger("status"));
    assertThat(body.toJsonObject().getString("detail"))
        .startsWith(expected.getJsonObject("body").getString("detail"));
  }

  private void checkExactly(int status, String contentType, Buffer body) {
    assertThat(status).as(body.toString()).isEqualTo(expected.getInteger("status"));
    assertThat(contentType).isEqualTo(expected.getString("content_type"));
    Object actual = Json.decodeValue(body);
    assertThat(canonical(null, actual)).isEqualTo(canonical(null, resolved()));
  }

  private Object resolved() {
    return Json.decodeValue(Json.encode(expected.getValue("body")), Object.class);
  }

  private Object canonical(String key, Object value) {
    if (value instanceof JsonObject object) {
      return "settings".equals(key) ? byValue(object) : members(object);
    }
    if (value instanceof JsonArray array) {
      var elements = array.stream().map(element -> canonical(key, element)).toList();
      return key == null || SETS.contains(key) ? new HashSet<>(elements) : elements;
    }
    if (value instanceof String string && string.startsWith("${")) {
      return saved.getOrDefault(string.substring(2, string.length() - 1), saved.get("new"));
    }
    return value;
  }

  private Map<String, Object> members(JsonObject object) {
    Map<String, Object> members = new TreeMap<>();
    object.forEach(
        member -> members.put(member.getKey(), canonical(member.getKey(), member.getValue())));
    return members;
  }

  private static Object byValue(Object value) {
    if (value instanceof JsonObject object) {
      return object.stream()
          .collect(
              Collectors.toMap(
                  Map.Entry::getKey,
                  member -> Objects.requireNonNullElse(byValue(member.getValue()), "null value")));
    }
    if (value instanceof JsonArray array) {
      return array.stream().map(ExpectedResponse::byValue).toList();
    }
    return value instanceof Number number
        ? new BigDecimal(number.toString()).stripTrailingZeros()
        : value;
  }
}
