package org.racprovider.provider;

/**
 * The bus contract of providers: commands, their bodies and their replies.
 *
 * <p>Bodies and replies are JSON in the form of the HTTP API. Every command carries the headers
 * {@code subject} (the actor, which events record) and {@code request-id}, and may carry {@code
 * traceparent} (W3C trace context, which events record). A refused command fails with a code that
 * is the HTTP status and a message that is the JSON error body: 400 (errors by field), 404, 412,
 * 422, 500 (unexpected), 503 (not executed, may be repeated), 504 (outcome unknown).
 *
 * <p>The message of a 400 is complete: an HTTP client gets the same body. Error messages quote
 * UUIDs in the notation of the command, so the HTTP side sends the notation of its client. Only
 * {@link #CHECK} replies with data instead of messages, because its caller merges them with other
 * errors.
 *
 * <p>The schema {@code provider-commands.json} defines the bodies; {@code
 * rac-provider-request.json} defines the fields of a provider. The bus is a trusted zone: the
 * sender of a command needs no permission.
 */
public final class ProviderCommands {

  /**
   * Creates a provider. Body: the fields of a request; optional fields may be absent. Reply: the
   * representation with its 17 keys (contract 2.1).
   */
  public static final String CREATE = "rac.provider.create";

  /**
   * Creates a provider unless the caller created one with the same key in the last 24 hours. Body:
   * {@code key} (1 to 255 printable ASCII characters), {@code fingerprint} (at least one byte that
   * distinguishes the request from others, in base64url), {@code fields} (of a create). Reply:
   * {@code provider}, {@code replayed} (whether an earlier command created it); 422 if the key was
   * used with another fingerprint.
   */
  public static final String CREATE_ONCE = "rac.provider.create_once";

  /**
   * Checks the references of an invalid body, so that all its errors can be reported together.
   * Body: any of {@code pk} (of the provider to be changed), {@code name}, {@code
   * authentication_flow}, {@code authorization_flow}, {@code property_mappings}. Reply: an array of
   * {@code {"field": …, "pk": …}} for objects that do not exist, with the pk in the notation of the
   * command, and {@code {"field": "name"}} if the name is taken.
   */
  public static final String CHECK = "rac.provider.check";

  /**
   * Lists RAC providers. Body, all optional: {@code page} (from 1, 0 for the last; default 1),
   * {@code page_size} (1 to 10000; default 20), {@code ordering} (an array of fields, {@code -} for
   * descending; default by name), {@code search} (an array of strings that the name contains; both
   * arrays have at most 32 items), {@code name__iexact}, {@code application__isnull}. Reply: {@code
   * pagination}, {@code results}, {@code autocomplete} (contract 4.2); 503 if the page is too large
   * for the memory that the server has.
   *
   * <p>With {@code encoded} (true): the reply has {@code pagination}, and what {@link #ROWS}
   * replies with. Only small providers are among the {@code results}.
   */
  public static final String LIST = "rac.provider.list";

  /**
   * Reads RAC providers, as many as have a size together. Body: {@code pks} (1 to 1000), {@code
   * bytes} (the size that the sender has memory for, as JSON). Reply: {@code results} (the
   * representations of the first providers, without those that do not exist; their settings are a
   * buffer with JSON text, which is base64 between nodes), {@code rest} (the pks that are left),
   * {@code next_bytes} (the size of the first of them; 0 if it is not known). If there are no
   * results but a rest, send it again with {@code next_bytes}.
   */
  public static final String ROWS = "rac.provider.rows";

  /**
   * Reads a RAC provider. Body: {@code pk}. Reply: the representation. With {@code encoded} (true),
   * the reply is that of {@link #ROWS}; its result is missing unless it is small.
   */
  public static final String GET = "rac.provider.get";

  /**
   * Replaces a RAC provider (PUT). Body: {@code pk}, {@code fields} (as in a create, but absent
   * optional fields keep their values), {@code if_match} (optional: the header). Reply: the
   * representation; 503 if it is too large for the memory that the server has.
   *
   * <p>With {@code bytes} (the size that the sender has memory for, as JSON), the reply is that of
   * {@link #ROWS}. If its result is missing, nothing was changed: send it again with {@code
   * next_bytes}.
   */
  public static final String REPLACE = "rac.provider.replace";

  /** Changes a RAC provider (PATCH). As {@link #REPLACE}, but every field is optional. */
  public static final String PATCH = "rac.provider.patch";

  /** Deletes a RAC provider. Body: {@code pk}, {@code if_match} (optional). Reply: empty object. */
  public static final String DELETE = "rac.provider.delete";

  /**
   * Lists the objects that refer to a RAC provider. Body: {@code pk}. Reply: an array of {@code
   * app}, {@code model_name}, {@code pk}, {@code name}, {@code action} (contract 4.3).
   */
  public static final String USED_BY = "rac.provider.used_by";

  /**
   * As {@link #LIST}, for providers of every type, with their base representation (contract 4.4);
   * also {@code backchannel}.
   */
  public static final String LIST_ALL = "provider.list";

  /** As {@link #ROWS}, for providers of every type. Their base representation has no settings. */
  public static final String ROWS_ALL = "provider.rows";

  /** As {@link #GET}, for providers of every type. */
  public static final String GET_ALL = "provider.get";

  /**
   * As {@link #DELETE}, for providers of every type. {@code if_match} is compared with the tag of a
   * RAC provider's own representation. No reply contains the tag of another type, so only {@code *}
   * matches there.
   */
  public static final String DELETE_ALL = "provider.delete";

  /** As {@link #USED_BY}, for providers of every type. */
  public static final String USED_BY_ALL = "provider.used_by";

  private ProviderCommands() {}
}
