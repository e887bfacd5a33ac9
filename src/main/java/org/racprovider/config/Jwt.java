package org.racprovider.config;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.util.List;
import java.util.Optional;

/**
 * Whose tokens are believed. At least one of the first three is there.
 *
 * @param secret for HS256, 32 bytes or more
 * @param publicKey one RSA or EC public key as PEM text
 * @param jwks a JSON Web Key Set
 * @param issuer what the claim {@code iss} must be
 * @param audience what the claim {@code aud} must hold
 * @param permissionsClaim the claim that lists the caller's permissions
 */
public record Jwt(
    Optional<String> secret,
    Optional<String> publicKey,
    Optional<JsonObject> jwks,
    Optional<String> issuer,
    Optional<String> audience,
    String permissionsClaim) {

  private static final int LEEWAY_SECONDS = 30;

  /** All keys together, with issuer, audience and a clock leeway of 30 s. */
  public JWTAuthOptions authOptions() {
    JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(claims());
    secret.map(key -> key("HS256", key)).ifPresent(options::addPubSecKey);
    publicKey.map(pem -> key(PublicKeys.algorithm(pem), pem)).ifPresent(options::addPubSecKey);
    jwks.map(set -> set.getJsonArray("keys"))
        .map(keys -> keys.stream().map(JsonObject.class::cast).toList())
        .ifPresent(options::setJwks);
    return options;
  }

  private JWTOptions claims() {
    JWTOptions options = new JWTOptions().setLeeway(LEEWAY_SECONDS);
    issuer.ifPresent(options::setIssuer);
    audience.ifPresent(value -> options.setAudience(List.of(value)));
    return options;
  }

  private static PubSecKeyOptions key(String algorithm, String text) {
    return new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(text);
  }

  @Override
  public String toString() {
    return "Jwt[secret=%s, publicKey=%s, jwks=%s, issuer=%s, audience=%s, permissionsClaim=%s]"
        .formatted(
            secret.isPresent() ? "set" : "none",
            publicKey.isPresent() ? "set" : "none",
            jwks.map(set -> set.getJsonArray("keys", new JsonArray()).size() + " keys")
                .orElse("none"),
            issuer.orElse("any"),
            audience.orElse("any"),
            permissionsClaim);
  }
}
