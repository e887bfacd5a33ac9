package org.racprovider.cli;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import org.racprovider.config.CheckedConfig;
import org.racprovider.reference.ReferenceData;
import picocli.CommandLine.Command;

@Command(
    name = "check-config",
    description = {
      "Reads the configuration as the server does, and prints it as JSON without its secrets.",
      "Also checks the form of the reference data. Needs no database."
    },
    mixinStandardHelpOptions = true)
final class CheckConfigCommand implements Runnable {

  private final CommandContext shell;

  CheckConfigCommand(CommandContext shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    CheckedConfig checked = shell.with(vertx -> check(vertx).await());
    shell.results().println(checked.masked().encodePrettily());
    shell.messages().println("The configuration is valid.");
  }

  private Future<CheckedConfig> check(Vertx vertx) {
    return CheckedConfig.load(vertx, shell.environment())
        .compose(
            checked ->
                checked
                    .config()
                    .referenceData()
                    .map(file -> ReferenceData.read(vertx, file).map(checked))
                    .orElseGet(() -> Future.succeededFuture(checked)));
  }
}
