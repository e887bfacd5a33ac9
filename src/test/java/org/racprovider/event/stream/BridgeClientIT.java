package org.racprovider.event.stream;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.racprovider.support.NodeProject;
import org.racprovider.support.TestServer;

/** The bridge works with the public client library. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class BridgeClientIT {

  @RegisterExtension static final TestServer SERVER = TestServer.withDatabase(Map.of());

  @Test
  void receivesAndReadsEvents() throws IOException, InterruptedException {
    // Given
    NodeProject client = NodeProject.install("bridge");

    // When, and then: the script checks every reply.
    client.run(
        Map.of("TOKEN", SERVER.token("akadmin")),
        "bridge-client.js",
        "http://127.0.0.1:" + SERVER.port());
  }
}
