package org.racprovider.config;

import java.util.List;
import java.util.stream.Stream;

/** The settings {@code jwt.*}, taken together. */
final class JwtSettings {

  private JwtSettings() {}

  static JwtConfig of(ResolvedSettings values) {
    return new JwtConfig(
        values.optionalText(Setting.JWT_SECRET),
        values.optionalText(Setting.JWT_PUBLIC_KEY),
        values.optionalJwks(Setting.JWT_JWKS),
        values.duration(Setting.JWT_JWKS_INTERVAL),
        values.optionalPath(Setting.JWT_JWKS_CA),
        values.optionalText(Setting.JWT_ISSUER),
        values.optionalText(Setting.JWT_AUDIENCE),
        values.text(Setting.JWT_PERMISSIONS_CLAIM));
  }

  /** Where settings need each other; those that could not be read have been complained of. */
  static void check(ResolvedSettings values, List<String> problems) {
    if (Stream.of(Setting.JWT_SECRET, Setting.JWT_PUBLIC_KEY, Setting.JWT_JWKS)
        .allMatch(values::isUnset)) {
      problems.add(
          "jwt: no key configured: set RAC_JWT_SECRET, RAC_JWT_PUBLIC_KEY or RAC_JWT_JWKS");
    }
    boolean verifies =
        values.optionalJwks(Setting.JWT_JWKS).stream()
            .anyMatch(jwks -> jwks instanceof JwksSource.AtUrl at && at.isHttps());
    if (!verifies && values.optionalPath(Setting.JWT_JWKS_CA).isPresent()) {
      problems.add("jwt.jwksCa (RAC_JWT_JWKS_CA): needs an https:// URL in RAC_JWT_JWKS");
    }
  }
}
