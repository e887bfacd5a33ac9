package org.racprovider.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who asks, and what they may do: the one place where token claims become permissions.
 *
 * @param validUntil when the token is refused, leeway included
 */
public record Caller(String subject, Set<Permission> permissions, Instant validUntil) {

  private static final String NAMELESS = "unknown";

  /** Who was not asked for a token. */
  public static final Caller ANYONE = new Caller("anyone", Set.of(), Instant.MAX);

  static Caller of(JsonObject claims, String permissionsClaim) {
    return new Caller(
        subject(claims), permissions(claims, permissionsClaim), TokenRules.validUntil(claims));
  }

  /** Whether the subject tells the caller from others. */
  public boolean isNamed() {
    return !subject.equals(NAMELESS);
  }

  /** Whether the caller may; superusers may everything. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  private static String subject(JsonObject claims) {
    return claims.getValue("sub") instanceof String sub && !sub.isEmpty() ? sub : NAMELESS;
  }

  private static Set<Permission> permissions(JsonObject claims, String permissionsClaim) {
    if (Boolean.TRUE.equals(claims.getValue("is_superuser"))) {
      return EnumSet.allOf(Permission.class);
    }
    Set<Permission> granted = EnumSet.noneOf(Permission.class);
    if (claims.getValue(permissionsClaim) instanceof JsonArray names) {
      names.forEach(name -> Permission.named(name).ifPresent(granted::add));
    }
    return granted;
  }
}
