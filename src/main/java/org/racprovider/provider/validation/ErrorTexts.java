package org.racprovider.provider.validation;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import org.racprovider.json.LongKeys;
import org.racprovider.json.NullCharacters;

/** authentik's words for a value that the schema has refused (contract 2.3 to 2.8). */
public final class ErrorTexts {

  static final String REQUIRED = "This field is required.";
  public static final String NAME_TAKEN = "provider with this name already exists.";
  public static final String NUL = "Null characters are not allowed.";

  private static final String NULL = "This field may not be null.";
  private static final String BLANK = "This field may not be blank.";
  private static final String NOT_TEXT = "Not a valid string.";
  private static final String NOT_OBJECT =
      "Value must be a dictionary, and not have any duplicate keys.";
  private static final String KEY_TOO_LONG =
      "Ensure keys have no more than %d characters.".formatted(LongKeys.LONGEST);
  private static final String NOT_BOOLEAN = "Must be a valid boolean.";
  private static final String PK_IS_BOOLEAN = "Incorrect type. Expected pk value, received bool.";

  private ErrorTexts() {}

  /** The texts for a refused value, normalised as far as it could be; null is JSON's null. */
  static List<String> of(ProviderField field, Object value) {
    if (value == null) {
      return List.of(NULL);
    }
    return switch (field) {
      case NAME -> name(value);
      case AUTHENTICATION_FLOW, AUTHORIZATION_FLOW -> List.of(uuid(value));
      case PROPERTY_MAPPINGS -> List.of(mappings(value));
      case SETTINGS -> List.of(settings(value));
      case CONNECTION_EXPIRY -> expiry(value);
      case DELETE_TOKEN_ON_DISCONNECT -> List.of(NOT_BOOLEAN);
    };
  }

  /** The text for the key of an object that does not exist. */
  public static String unknown(String pk) {
    return "Invalid pk \"" + pk + "\" - object does not exist.";
  }

  /** What Python calls the type of a JSON value other than null. */
  static String type(Object value) {
    if (value instanceof JsonObject) {
      return "dict";
    } else if (value instanceof JsonArray) {
      return "list";
    } else if (value instanceof Boolean) {
      return "bool";
    } else if (value instanceof Number number) {
      return PythonText.isFloat(number) ? "float" : "int";
    }
    return "str";
  }

  private static List<String> name(Object value) {
    if (!(value instanceof String text)) {
      return List.of(NOT_TEXT);
    }
    return List.of(text.isEmpty() ? BLANK : NUL);
  }

  private static String settings(Object value) {
    if (!(value instanceof JsonObject)) {
      return NOT_OBJECT;
    }
    return NullCharacters.in(value) ? NUL : KEY_TOO_LONG;
  }

  private static List<String> expiry(Object value) {
    if (!(value instanceof String text)) {
      return List.of(NOT_TEXT);
    } else if (text.isEmpty()) {
      return List.of(BLANK);
    }
    List<String> texts = new ArrayList<>();
    if (!ConnectionExpiry.isValid(text)) {
      texts.add(text + " is not in the correct format of 'hours=3;minutes=1'.");
    }
    if (NullCharacters.in(text)) {
      texts.add(NUL);
    }
    return texts;
  }

  private static String mappings(Object value) {
    if (!(value instanceof JsonArray items)) {
      return "Expected a list of items but got type \"" + type(value) + "\".";
    }
    Object bad = items.getValue(PythonUuid.leading(items).size());
    return bad == null ? unknown("None") : uuid(bad);
  }

  private static String uuid(Object value) {
    if (value instanceof Boolean) {
      return PK_IS_BOOLEAN;
    }
    return "“" + echo(value) + "” is not a valid UUID.";
  }

  private static String echo(Object value) {
    if (value instanceof Number number) {
      return PythonText.of(number);
    } else if (value instanceof JsonObject object) {
      return object.encode();
    }
    return value instanceof JsonArray array ? array.encode() : value.toString();
  }
}
