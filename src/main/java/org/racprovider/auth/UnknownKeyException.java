package org.racprovider.auth;

/** A token may be signed with a key that is not among ours, or not yet. */
final class UnknownKeyException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnknownKeyException() {
    super("unknown key", null, false, false);
  }
}
