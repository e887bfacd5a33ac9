package org.racprovider.auth;

import java.util.Optional;

/** The permissions that this server checks, with the names that authentik gives them. */
public enum Permission {
  ADD_RAC_PROVIDER("authentik_providers_rac.add_racprovider"),
  VIEW_RAC_PROVIDER("authentik_providers_rac.view_racprovider"),
  CHANGE_RAC_PROVIDER("authentik_providers_rac.change_racprovider"),
  DELETE_RAC_PROVIDER("authentik_providers_rac.delete_racprovider"),
  VIEW_ENDPOINT("authentik_providers_rac.view_endpoint"),
  VIEW_OUTPOST("authentik_outposts.view_outpost"),
  VIEW_PROPERTY_MAPPING("authentik_core.view_propertymapping"),
  VIEW_PROVIDER("authentik_core.view_provider"),
  DELETE_PROVIDER("authentik_core.delete_provider");

  private final String codename;

  Permission(String codename) {
    this.codename = codename;
  }

  /** The name in authentik and in the claims of a token. */
  public String codename() {
    return codename;
  }

  public static Optional<Permission> named(Object codename) {
    for (Permission permission : values()) {
      if (permission.codename.equals(codename)) {
        return Optional.of(permission);
      }
    }
    return Optional.empty();
  }
}
