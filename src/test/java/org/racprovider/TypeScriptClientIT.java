package org.racprovider;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.NodeProject;
import org.racprovider.support.TestServer;

/** authentik's own TypeScript client manages providers. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class TypeScriptClientIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  @Test
  void managesAProvider() throws IOException, InterruptedException {
    // Given
    NodeProject client = NodeProject.install("client");

    // When, and then: the script checks every response.
    client.run(
        Map.of("TOKEN", SERVER.token("akadmin")),
        "provider-client.js",
        "http://127.0.0.1:%d/api/v3".formatted(SERVER.port()));
  }
}
