package org.racprovider.provider;

import java.util.Locale;

/**
 * The names of a type of provider in the API.
 *
 * @param component the form in authentik's web interface that edits it
 * @param model the name of its Django model, such as {@code authentik_providers_rac.racprovider}
 */
public record ProviderType(
    String component, String verboseName, String verboseNamePlural, String model) {

  public static final ProviderType RAC = named("rac", "RAC Provider");

  /** The only type whose form is not named after its application. */
  private static final ProviderType WS_FEDERATION =
      new ProviderType(
          "ak-provider-wsfed-form",
          "WS-Federation Provider",
          "WS-Federation Providers",
          "authentik_providers_ws_federation.wsfederationprovider");

  /** The type with this name in the database. */
  public static ProviderType of(String type) {
    return switch (type) {
      case "rac" -> RAC;
      case "oauth2" -> named(type, "OAuth2/OpenID Provider");
      case "google_workspace" -> named(type, "Google Workspace Provider");
      case "microsoft_entra" -> named(type, "Microsoft Entra Provider");
      case "proxy" -> named(type, "Proxy Provider");
      case "radius" -> named(type, "Radius Provider");
      case "ssf" -> named(type, "Shared Signals Framework Provider");
      case "ws_federation" -> WS_FEDERATION;
      default -> named(type, type.toUpperCase(Locale.ROOT) + " Provider");
    };
  }

  private static ProviderType named(String type, String verboseName) {
    return new ProviderType(
        "ak-provider-" + type.replace('_', '-') + "-form",
        verboseName,
        verboseName + "s",
        "authentik_providers_%s.%sprovider".formatted(type, type.replace("_", "")));
  }
}
