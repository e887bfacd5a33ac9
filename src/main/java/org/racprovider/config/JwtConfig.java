package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.racprovider.keys.PublicKeyPem;

/**
 * Whose tokens are believed. At least one of the first three is there.
 *
 * @param secret for HS256, 32 bytes or more
 * @param publicKey one RSA or EC public key as PEM text
 * @param jwks where a JSON Web Key Set comes from
 * @param jwksInterval how often that is read again, where it may change
 * @param jwksCa PEM certificates that its URL is verified with instead of Java's own
 * @param issuer what the claim {@code iss} must be
 * @param audience what the claim {@code aud} must hold
 * @param permissionsClaim the claim that lists the caller's permissions
 */
public record JwtConfig(
    Optional<String> secret,
    Optional<String> publicKey,
    Optional<JwksSource> jwks,
    Duration jwksInterval,
    Optional<Path> jwksCa,
    Optional<String> issuer,
    Optional<String> audience,
    String permissionsClaim) {

  /** How far the clocks of an issuer and of this server may differ. */
  public static final Duration LEEWAY = Duration.ofSeconds(30);

  /** Whether there is a key besides those of the key set. */
  public boolean hasOwnKey() {
    return secret.isPresent() || publicKey.isPresent();
  }

  /**
   * All keys together, with issuer, audience and leeway.
   *
   * @param set the keys of the key set
   */
  public JWTAuthOptions authOptions(List<JsonObject> set) {
    JWTAuthOptions options = new JWTAuthOptions().setJWTOptions(claims());
    secret.map(key -> key("HS256", key)).ifPresent(options::addPubSecKey);
    publicKey.map(pem -> key(PublicKeyPem.algorithm(pem), pem)).ifPresent(options::addPubSecKey);
    return options.setJwks(set);
  }

  private JWTOptions claims() {
    JWTOptions options = new JWTOptions().setLeeway((int) LEEWAY.toSeconds());
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
            jwks.map(JwksSource::toString).orElse("none"),
            issuer.orElse("any"),
            audience.orElse("any"),
            permissionsClaim);
  }
}
