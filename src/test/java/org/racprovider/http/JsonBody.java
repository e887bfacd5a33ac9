package org.racprovider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.racprovider.json.StrictJson;

/** Decodes request bodies in tests of route groups. */
public final class JsonBody {

  private JsonBody() {}

  /** Decodes a body as {@link ApiRequest#body} does. */
  public static Object decoded(Buffer body) {
    return body.length() == 0 ? new JsonObject() : StrictJson.decode(body);
  }
}
