package org.racprovider.support;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Signs HS256 tokens for the callers of {@code recorded/callers.json}. */
public final class Tokens {

  private static final Pattern PLACEHOLDER = Pattern.compile("tok-([a-z]+)");
  private static final String OTHER_SECRET = "another secret of more than 32 bytes";

  private final Vertx vertx;
  private final String secret;
  private final JsonArray callers;

  public Tokens(Vertx vertx, String secret) {
    this.vertx = vertx;
    this.secret = secret;
    this.callers = callers();
  }

  /** A token for this caller, valid for an hour. */
  public String of(String username) {
    return sign(claims(username, Duration.ofHours(1)), secret);
  }

  /** A token that expired an hour ago. */
  public String expired(String username) {
    return sign(claims(username, Duration.ofHours(-1)), secret);
  }

  /** A token that is signed with another secret. */
  public String signedWithAnotherSecret(String username) {
    return sign(claims(username, Duration.ofHours(1)), OTHER_SECRET);
  }

  /** A token with any claims. */
  public String sign(JsonObject claims) {
    return sign(claims, secret);
  }

  /** The claims of a caller's token, which expires after this time. */
  public JsonObject claims(String username, Duration lifetime) {
    JsonObject caller = caller(username);
    return new JsonObject()
        .put("sub", username)
        .put("permissions", caller.getJsonArray("permissions"))
        .put("is_superuser", caller.getBoolean("is_superuser"))
        .put("exp", Instant.now().plus(lifetime).getEpochSecond());
  }

  /** Replaces each {@code tok-<username>} of the recorded requests by a token. */
  public String replacePlaceholders(String recorded) {
    return PLACEHOLDER.matcher(recorded).replaceAll(this::token);
  }

  private String token(MatchResult placeholder) {
    return switch (placeholder.group(1)) {
      case "inactive" -> signedWithAnotherSecret("akadmin");
      case "expired" -> expired("akadmin");
      case "future" -> of("akadmin");
      case "akadmin", "full", "viewer", "adder", "editor", "changer", "deleter", "nobody" ->
          of(placeholder.group(1));
      default -> placeholder.group();
    };
  }

  private JsonObject caller(String username) {
    return callers.stream()
        .map(JsonObject.class::cast)
        .filter(caller -> caller.getString("username").equals(username))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No caller " + username));
  }

  private String sign(JsonObject claims, String key) {
    PubSecKeyOptions options = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(key);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(options))
        .generateToken(claims, new JWTOptions().setAlgorithm("HS256"));
  }

  private static JsonArray callers() {
    try (InputStream in = Tokens.class.getResourceAsStream("/recorded/callers.json")) {
      return new JsonArray(Buffer.buffer(in.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
