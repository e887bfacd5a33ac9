package org.racprovider.config;

import java.util.Optional;

/**
 * What the command {@code import} needs beside its options.
 *
 * @param token with which authentik's API is read, secret
 */
public record ImportConfig(Optional<String> token) {

  @Override
  public String toString() {
    return "Import[token=%s]".formatted(token.isPresent() ? "set" : "none");
  }
}
