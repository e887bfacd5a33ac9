package org.racprovider.provider.validation;

/** The fields of a provider that a client may write, in the order in which errors name them. */
public enum ProviderField {
  NAME("name"),
  AUTHENTICATION_FLOW("authentication_flow"),
  AUTHORIZATION_FLOW("authorization_flow"),
  PROPERTY_MAPPINGS("property_mappings"),
  SETTINGS("settings"),
  CONNECTION_EXPIRY("connection_expiry"),
  DELETE_TOKEN_ON_DISCONNECT("delete_token_on_disconnect");

  private final String key;

  ProviderField(String key) {
    this.key = key;
  }

  /** The key in request, answer and error bodies. */
  public String key() {
    return key;
  }
}
