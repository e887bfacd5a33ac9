package org.racprovider.cli;

import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.racprovider.config.AppConfig;
import org.racprovider.config.PrivateNetwork;
import org.racprovider.db.Migrations;
import org.racprovider.importing.AuthentikClient;
import org.racprovider.importing.AuthentikImport;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "import",
    description = {
      "Copies flows, RAC property mappings, RAC providers, applications, outposts and endpoints"
          + " from a running authentik, with their pks.",
      "Rows that exist already are not changed: after an interruption, run it again.",
      "The token of an authentik administrator is in RAC_IMPORT_TOKEN, or in the file that"
          + " RAC_IMPORT_TOKEN_FILE names."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {

  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(1);

  @Option(
      names = "--from",
      required = true,
      paramLabel = "<url>",
      converter = ApiUrlConverter.class,
      description = "authentik's API, such as https://authentik.example/api/v3.")
  private URI from;

  @Option(
      names = "--dry-run",
      description = "Stores nothing; reports what would be stored, or what prevents it.")
  private boolean dryRun;

  private final CommandContext context;

  ImportCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    AppConfig config = context.config();
    AuthentikClient authentik = new AuthentikClient(from, token(config), REQUEST_TIMEOUT);
    context.withVertx(vertx -> prepare(new Migrations(vertx, config.database())).await());
    ImportProgress progress = new ImportProgress(context.messages(), context.terminal());
    AuthentikImport source = new AuthentikImport(authentik, progress);
    context
        .withVertx(vertx -> copy(source, config.database().directPool(vertx)))
        .forEach(this::print);
    context.messages().println(dryRun ? "Dry run: nothing was stored." : "Imported.");
  }

  private static String token(AppConfig config) {
    return config
        .importToken()
        .orElseThrow(
            () ->
                new StartFailure(
                    ExitCode.BAD_CONFIGURATION, "import.token (RAC_IMPORT_TOKEN): must be set"));
  }

  private Future<Void> prepare(Migrations migrations) {
    return dryRun ? migrations.requireUpToDate() : migrations.run();
  }

  private List<AuthentikImport.Copied> copy(AuthentikImport source, Pool pool) {
    return dryRun ? source.dryRun(pool) : source.store(pool);
  }

  private void print(AuthentikImport.Copied copied) {
    context
        .results()
        .printf("%-18s%8d read%8d new%n", copied.section().key(), copied.read(), copied.absent());
  }

  /**
   * Reads the URL of an API. Rejects a URL with a password, which the list of processes would show,
   * and one without TLS outside of private networks, which would expose the token.
   */
  private static final class ApiUrlConverter implements ITypeConverter<URI> {

    @Override
    public URI convert(String value) {
      try {
        URI url = new URI(value);
        if (url.getHost() != null && hasOnlyAPath(url) && isSafe(url)) {
          return url;
        }
      } catch (URISyntaxException e) {
        // Rejected below, like every other invalid URL.
      }
      throw new TypeConversionException(
          "must be such as https://authentik.example/api/v3,"
              + " with http:// only on a private network");
    }

    private static boolean hasOnlyAPath(URI url) {
      return url.getRawUserInfo() == null
          && url.getRawQuery() == null
          && url.getRawFragment() == null;
    }

    private static boolean isSafe(URI url) {
      return "https".equals(url.getScheme())
          || "http".equals(url.getScheme()) && PrivateNetwork.contains(url.getHost());
    }
  }
}
