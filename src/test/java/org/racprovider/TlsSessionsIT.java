package org.racprovider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.racprovider.support.BackgroundProcess;
import org.racprovider.support.HttpsSettings;
import org.racprovider.support.Postgres;
import org.racprovider.support.ServerProcess;
import org.racprovider.support.TestServer;
import org.racprovider.support.TlsClient;

/**
 * With the options of the image, the server keeps few TLS sessions. Clients need no token for them.
 */
class TlsSessionsIT {

  private static final int CONNECTIONS = 600;

  /** Those of {@code jvm.options}, and some that are in use. */
  private static final long MOST_SESSIONS = 256 + 50;

  @RegisterExtension static final Postgres POSTGRES = Postgres.migrated();

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"TLSv1.2, true", "TLSv1.2, false", "TLSv1.3, true"})
  void keepsFewSessions(String protocol, boolean tickets) throws Exception {
    try (ServerProcess server = start()) {
      // When
      try (BackgroundProcess client = connect(server.port(), protocol, tickets)) {
        client.awaitOutput(Pattern.compile("(Connected " + CONNECTIONS + ")"));
      }

      // Then
      assertThat(server.instances("sun.security.ssl.SSLSessionImpl")).isLessThan(MOST_SESSIONS);
    }
  }

  private BackgroundProcess connect(int port, String protocol, boolean tickets) throws IOException {
    List<String> command =
        BackgroundProcess.java(
            "-Djdk.tls.client.enableSessionTicketExtension=" + tickets,
            "-cp",
            System.getProperty("java.class.path"),
            TlsClient.class.getName(),
            Integer.toString(port),
            protocol,
            Integer.toString(CONNECTIONS));
    return BackgroundProcess.start(folder.resolve("client"), Map.of(), command);
  }

  private ServerProcess start() throws Exception {
    Map<String, String> settings = new HashMap<>(TestServer.defaultSettings(POSTGRES.uri()));
    settings.putAll(HttpsSettings.create());
    List<String> command =
        List.of(
            BackgroundProcess.javaTool("java"),
            "@src/main/docker/jvm.options",
            "-cp",
            System.getProperty("java.class.path"),
            "org.racprovider.Main");
    ServerProcess server = new ServerProcess(command, folder.resolve("server"), settings);
    server.launch();
    server.process().awaitOutput(Pattern.compile("(Serving)"));
    return server;
  }
}
