package org.racprovider.config;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.racprovider.keys.KeyAlgorithms;
import org.racprovider.keys.PublicKeyPem;

/**
 * Which tokens are accepted. At least one of the first three is present.
 *
 * @param secret for HS256, 32 bytes or more
 * @param publicKey one RSA, EC or EdDSA public key in PEM form
 * @param jwks where a JSON Web Key Set comes from
 * @param jwksInterval how often the key set is read again from a file or URL
 * @param jwksCa PEM certificates that the URL's server is verified with, instead of Java's own
 * @param issuer the required value of the claim {@code iss}
 * @param audience the value that the claim {@code aud} must contain
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

  static JwtConfig of(ResolvedSettings values) {
    return new JwtConfig(
        values.optionalString(Setting.JWT_SECRET),
        values.optionalString(Setting.JWT_PUBLIC_KEY),
        values.optionalJwks(Setting.JWT_JWKS),
        values.duration(Setting.JWT_JWKS_INTERVAL),
        values.optionalPath(Setting.JWT_JWKS_CA),
        values.optionalString(Setting.JWT_ISSUER),
        values.optionalString(Setting.JWT_AUDIENCE),
        values.string(Setting.JWT_PERMISSIONS_CLAIM));
  }

  /** Whether there is a key besides those of the key set. */
  public boolean hasOwnKey() {
    return secret.isPresent() || publicKey.isPresent();
  }

  /**
   * The options that verify a token: all keys, issuer, audience and leeway.
   *
   * @param keySet the keys of the JSON Web Key Set
   */
  public JWTAuthOptions authOptions(List<JsonObject> keySet) {
    JWTAuthOptions options = keySetOptions(keySet);
    secret.map(key -> key("HS256", key)).ifPresent(options::addPubSecKey);
    publicKey.stream().flatMap(JwtConfig::keys).forEach(options::addPubSecKey);
    return options;
  }

  /** The options that verify a token with these keys only. */
  public JWTAuthOptions keySetOptions(List<JsonObject> keySet) {
    return new JWTAuthOptions().setJWTOptions(claims()).setJwks(KeyAlgorithms.expand(keySet));
  }

  private JWTOptions claims() {
    JWTOptions options = new JWTOptions().setLeeway((int) LEEWAY.toSeconds());
    issuer.ifPresent(options::setIssuer);
    audience.ifPresent(value -> options.setAudience(List.of(value)));
    return options;
  }

  private static Stream<PubSecKeyOptions> keys(String pem) {
    return PublicKeyPem.algorithms(pem).stream().map(algorithm -> key(algorithm, pem));
  }

  private static PubSecKeyOptions key(String algorithm, String key) {
    return new PubSecKeyOptions().setAlgorithm(algorithm).setBuffer(key);
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
