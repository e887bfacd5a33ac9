package org.racprovider.bus;

import io.vertx.core.json.JsonObject;

/**
 * Why a request was not done, from the database up to HTTP: a kind, which is an HTTP status, and
 * the JSON body that the client sees. It crosses the event bus as a reply failure whose code is the
 * status and whose message is the body.
 *
 * <p>Nothing of an unexpected cause is in it: the cause goes to the log, once, where it is met.
 */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The one place where a failure becomes an HTTP status. */
  public enum Kind {
    INVALID(400),
    FORBIDDEN(403),
    NOT_FOUND(404),
    METHOD_NOT_ALLOWED(405),
    NOT_ACCEPTABLE(406),
    TOO_LARGE(413),
    UNSUPPORTED_MEDIA_TYPE(415),
    UNEXPECTED(500),
    /** Not done, and safe to send again. */
    UNAVAILABLE(503),
    /** It may or may not have been done. */
    OUTCOME_UNKNOWN(504);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    /** The HTTP status code. */
    public int status() {
      return status;
    }

    /** The kind with this HTTP status code; {@link #UNEXPECTED} when none has it. */
    public static Kind of(int status) {
      for (Kind kind : values()) {
        if (kind.status == status) {
          return kind;
        }
      }
      return UNEXPECTED;
    }
  }

  private final Kind kind;
  private final transient JsonObject body;

  /** A failure with the body {@code {"detail": detail}}. */
  public Failure(Kind kind, String detail) {
    this(kind, new JsonObject().put("detail", detail));
  }

  /** A failure with this JSON body. */
  public Failure(Kind kind, JsonObject body) {
    super(kind + " " + body.encode(), null, false, false);
    this.kind = kind;
    this.body = body;
  }

  public Kind kind() {
    return kind;
  }

  /** The JSON body for the client. */
  public JsonObject body() {
    return body;
  }
}
