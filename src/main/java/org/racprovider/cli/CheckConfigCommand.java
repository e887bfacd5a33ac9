package org.racprovider.cli;

import org.racprovider.config.AppConfig;
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

  private final CommandContext context;

  CheckConfigCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    AppConfig config = context.config();
    config
        .referenceData()
        .ifPresent(file -> context.withVertx(vertx -> ReferenceData.read(vertx, file).await()));
    context.results().println(config.masked().encodePrettily());
    context.messages().println("The configuration is valid.");
  }
}
