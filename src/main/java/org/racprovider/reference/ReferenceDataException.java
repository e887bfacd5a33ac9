package org.racprovider.reference;

import java.util.List;

/** The reference data cannot be loaded. It holds the problems found, each with its place. */
public final class ReferenceDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  public ReferenceDataException(List<String> problems) {
    super(String.join("\n", problems), null, false, false);
    this.problems = List.copyOf(problems);
  }

  /** Place and reason of each, such as {@code providers[3].name: must be a text}. */
  public List<String> problems() {
    return problems;
  }
}
