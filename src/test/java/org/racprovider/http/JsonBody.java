package org.racprovider.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import org.racprovider.json.StrictJson;

/** What a feature gets of a body, for tests of features. */
public final class JsonBody {

  private JsonBody() {}

  /** As {@link ApiRequest#body} decodes it. */
  public static Object decoded(Buffer sent) {
    return sent.length() == 0 ? new JsonObject() : StrictJson.decode(sent);
  }
}
