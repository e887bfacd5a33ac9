package org.racprovider.bus;

/** The bus contract of the command that checks whether this server can do its work. */
public final class Readiness {

  /**
   * The address of the check. The body is an empty object. The reply is an empty object when the
   * database answers and accepts changes; otherwise the command fails with 503.
   */
  public static final String CHECK = "rac.persistence.ready";

  private Readiness() {}
}
