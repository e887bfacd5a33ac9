package org.racprovider.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * The rules that concern more than one setting. They skip settings whose value is invalid: that
 * problem has been reported already.
 */
final class SettingCombinations {

  private SettingCombinations() {}

  static void check(ResolvedSettings values, List<String> problems) {
    checkTls(values, problems);
    checkJwt(values, problems);
    checkPgBouncer(values, problems);
    checkDatabaseCa(values, problems);
  }

  private static void checkTls(ResolvedSettings values, List<String> problems) {
    boolean hasCertificate = values.optionalPath(Setting.HTTP_TLS_CERT).isPresent();
    boolean hasKey = values.optionalPath(Setting.HTTP_TLS_KEY).isPresent();
    if (hasCertificate != hasKey) {
      problems.add("http: set RAC_HTTP_TLS_CERT and RAC_HTTP_TLS_KEY, or neither");
    }
    try {
      HttpConfig.tls(values).ifPresent(TlsConfig::read);
    } catch (IllegalArgumentException e) {
      problems.add("http (RAC_HTTP_TLS_CERT, RAC_HTTP_TLS_KEY): " + e.getMessage());
    }
  }

  private static void checkJwt(ResolvedSettings values, List<String> problems) {
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

  private static void checkPgBouncer(ResolvedSettings values, List<String> problems) {
    if (values.isTrue(Setting.DATABASE_PGBOUNCER) && values.isUnset(Setting.DATABASE_DIRECT_URL)) {
      problems.add(
          "database.directUrl (RAC_DATABASE_DIRECT_URL): must be set with RAC_DATABASE_PGBOUNCER");
    }
  }

  private static void checkDatabaseCa(ResolvedSettings values, List<String> problems) {
    boolean verifies =
        Stream.of(Setting.DATABASE_URL, Setting.DATABASE_DIRECT_URL)
            .flatMap(setting -> values.optionalString(setting).stream())
            .anyMatch(DatabaseAddress::verifiesCertificate);
    if (verifies && values.isUnset(Setting.DATABASE_CA)) {
      problems.add(
          "database.ca (RAC_DATABASE_CA): must be set with sslmode verify-ca and verify-full");
    }
    if (!verifies && values.optionalPath(Setting.DATABASE_CA).isPresent()) {
      problems.add(
          "database.ca (RAC_DATABASE_CA): needs sslmode verify-ca or verify-full, others ignore it");
    }
  }
}
