package org.racprovider.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;

/**
 * The sender of a request, with its permissions. Only this class maps token claims to permissions.
 *
 * @param validUntil when the token expires, including the leeway
 */
public record Caller(String subject, Set<Permission> permissions, Instant validUntil) {

  private static final String UNKNOWN = "unknown";

  /** The caller of a resource that requires no token. */
  public static final Caller ANONYMOUS = new Caller("anyone", Set.of(), Instant.MAX);

  static Caller of(JsonObject claims, String permissionsClaim) {
    return new Caller(
        subject(claims), permissions(claims, permissionsClaim), TokenRules.validUntil(claims));
  }

  /** Whether the subject distinguishes this caller from others. */
  public boolean isNamed() {
    return !subject.equals(UNKNOWN);
  }

  /** Whether the caller has a permission; superusers have all. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  private static String subject(JsonObject claims) {
    return claims.getValue("sub") instanceof String sub && !sub.isEmpty() ? sub : UNKNOWN;
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
