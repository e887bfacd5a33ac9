package org.racprovider.config;

import java.util.List;

/** The configuration cannot be used. It holds every problem found, none of which tells a secret. */
public final class ConfigException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ConfigException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** One sentence each: the key, its environment variable, what is wrong. */
  public List<String> problems() {
    return problems;
  }
}
