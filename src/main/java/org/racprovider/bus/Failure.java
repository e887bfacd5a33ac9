package org.racprovider.bus;

import io.vertx.core.json.JsonObject;

/**
 * Why a request failed: a kind, which determines the HTTP status, and the JSON body for the client.
 * All layers use it, from the database to HTTP. On the event bus it is a reply failure whose code
 * is the status and whose message is the body.
 *
 * <p>It reveals nothing about an unexpected cause, which is logged where it is caught.
 */
public final class Failure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** The kinds of failures and their HTTP statuses. */
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
    /** The request was not carried out, and it is safe to send it again. */
    UNAVAILABLE(503),
    /** The request may or may not have been carried out. */
    OUTCOME_UNKNOWN(504);

    private final int status;

    Kind(int status) {
      this.status = status;
    }

    public int status() {
      return status;
    }

    /** The kind with this HTTP status; {@link #UNEXPECTED} if there is none. */
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

  /** A failure with this JSON as its body. */
  public static Failure withBody(Kind kind, String json) {
    return new Failure(kind, json);
  }

  /** An internal error. Its detail is a fixed text with the request id, which is in the log. */
  public static Failure unexpected(String requestId) {
    return of(Kind.UNEXPECTED, "Internal server error. Request id: %s.".formatted(requestId));
  }

  /** The caller does not have the permission. */
  public static Failure forbidden() {
    return of(Kind.FORBIDDEN, "You do not have permission to perform this action.");
  }

  /** There is no resource at this path. */
  public static Failure notFound() {
    return of(Kind.NOT_FOUND, "Not found.");
  }

  /** The server or its database cannot carry out the request now. */
  public static Failure unavailable() {
    return of(Kind.UNAVAILABLE, "The service is unavailable. Try again later.");
  }

  /** The caller has too many concurrent requests (contract 2.10). */
  public static Failure throttled() {
    return of(Kind.THROTTLED, "Request was throttled. Expected available in 1 second.");
  }

  /** The request was started, but its result is not known in time. */
  public static Failure outcomeUnknown() {
    return of(
        Kind.OUTCOME_UNKNOWN,
        "No answer in time. The request may or may not have been carried out.");
  }

  public Kind kind() {
    return kind;
  }

  /** The JSON body for the client. */
  public String body() {
    return body;
  }
}
