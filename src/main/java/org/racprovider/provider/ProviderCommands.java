package org.racprovider.provider;

/**
 * The bus contract of providers: commands, their bodies and their replies.
 *
 * <p>Bodies and replies are JSON in the form of the HTTP API. Every command carries the headers
 * {@code subject} (who asks: recorded as the actor) and {@code request-id}, and may carry {@code
 * traceparent} (W3C trace context: recorded with the event). A refused command fails with a code
 * that is the HTTP status and a message that is the JSON error body: 400 (errors by field), 404,
 * 412, 422, 500 (unexpected), 503 (not done, try again), 504 (outcome unknown).
 *
 * <p>The bus is a trusted zone: who can send a command may have it done.
 */
public final class ProviderCommands {

  /**
   * Creates a provider. Body: the fields of a request, optional ones may be missing. Reply: the
   * representation with its 17 keys (contract 2.1).
   */
  public static final String CREATE = "rac.provider.create";

  /**
   * Creates a provider unless the caller did so with the same key in the last 24 hours. Body:
   * {@code key} (1 to 255 printable ASCII characters), {@code fingerprint} (bytes that tell one
   * request from another, at least one, in base64url), {@code fields} (of a create). Reply: {@code
   * provider}, {@code replayed} (whether it was there already); 422 where the key came with another
   * fingerprint.
   */
  public static final String CREATE_ONCE = "rac.provider.create_once";

  /**
   * Says what the database has against the fields of a body that is refused anyway. Body: any of
   * {@code pk} (of the provider to be changed), {@code name}, {@code authentication_flow}, {@code
   * authorization_flow}, {@code property_mappings}. Reply: the errors by field, an empty object
   * where there are none.
   */
  public static final String CHECK = "rac.provider.check";

  /**
   * Lists RAC providers. Body, all optional: {@code page} (from 1, 0 for the last; without it 1),
   * {@code page_size} (1 to 10000; without it 20), {@code ordering} (an array of fields, {@code -}
   * for descending; without it by name), {@code search} (an array of texts that the name contains),
   * {@code name__iexact}, {@code application__isnull}. Reply: {@code pagination}, {@code results},
   * {@code autocomplete} (contract 4.2).
   */
  public static final String LIST = "rac.provider.list";

  /** Reads a RAC provider. Body: {@code pk}. Reply: the representation. */
  public static final String GET = "rac.provider.get";

  /**
   * Replaces a RAC provider (PUT). Body: {@code pk}, {@code fields} (as in a create; missing
   * optional ones keep their values), {@code if_match} (optional: the header). Reply: the
   * representation.
   */
  public static final String REPLACE = "rac.provider.replace";

  /** Changes a RAC provider (PATCH). As {@link #REPLACE}, with any of the fields. */
  public static final String PATCH = "rac.provider.patch";

  /** Deletes a RAC provider. Body: {@code pk}, {@code if_match} (optional). Reply: empty object. */
  public static final String DELETE = "rac.provider.delete";

  /**
   * Lists what refers to a RAC provider. Body: {@code pk}. Reply: an array of {@code app}, {@code
   * model_name}, {@code pk}, {@code name}, {@code action} (contract 4.3).
   */
  public static final String USED_BY = "rac.provider.used_by";

  /**
   * As {@link #LIST}, for providers of every type, with their base representation (contract 4.4);
   * also {@code backchannel}.
   */
  public static final String LIST_ALL = "provider.list";

  /** As {@link #GET}, for providers of every type. */
  public static final String GET_ALL = "provider.get";

  /**
   * As {@link #DELETE}, for providers of every type. {@code if_match} is held against the tag of a
   * RAC provider's own representation; of other types nobody gets a tag, so only {@code *} matches.
   */
  public static final String DELETE_ALL = "provider.delete";

  /** As {@link #USED_BY}, for providers of every type. */
  public static final String USED_BY_ALL = "provider.used_by";

  private ProviderCommands() {}
}
