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
    TOO_SLOW(408),
    GONE(410),
    STALE(412),
    TOO_LARGE(413),
    URI_TOO_LONG(414),
    UNSUPPORTED_MEDIA_TYPE(415),
    UNPROCESSABLE(422),
    THROTTLED(429),
    HEADERS_TOO_LARGE(431),
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
  private final String body;

  private Failure(Kind kind, String body) {
    super(kind + " " + body, null, false, false);
    this.kind = kind;
    this.body = body;
  }

  /** A failure with the body {@code {"detail": detail}}. */
  public static Failure of(Kind kind, String detail) {
    return new Failure(kind, new JsonObject().put("detail", detail).encode());
  }

  /** A failure with this JSON text as its body. */
  public static Failure withBody(Kind kind, String json) {
    return new Failure(kind, json);
  }

  /** An internal error: a fixed text with the request id that finds its cause in the log. */
  public static Failure unexpected(String requestId) {
    return of(Kind.UNEXPECTED, "Internal server error. Request id: %s.".formatted(requestId));
  }

  /** The caller is known and may not do this. */
  public static Failure forbidden() {
    return of(Kind.FORBIDDEN, "You do not have permission to perform this action.");
  }

  /** There is nothing at this address. */
  public static Failure notFound() {
    return of(Kind.NOT_FOUND, "Not found.");
  }

  /** Not done, because the server or its database cannot do it now. */
  public static Failure unavailable() {
    return of(Kind.UNAVAILABLE, "The service is unavailable. Try again later.");
  }

  /** Not done, because this caller asks for too much at once (contract 2.10). */
  public static Failure throttled() {
    return of(Kind.THROTTLED, "Request was throttled. Expected available in 1 second.");
  }

  /** Begun, but no answer came in time. */
  public static Failure outcomeUnknown() {
    return of(
        Kind.OUTCOME_UNKNOWN,
        "No answer in time. The request may or may not have been carried out.");
  }

  public Kind kind() {
    return kind;
  }

  /** The JSON text for the client. */
  public String body() {
    return body;
  }
}
