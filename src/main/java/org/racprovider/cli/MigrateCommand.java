package org.racprovider.cli;

import org.racprovider.config.DatabaseConfig;
import org.racprovider.db.Migrations;
import picocli.CommandLine.Command;

@Command(
    name = "migrate",
    description = "Updates the database's schema, as the server does at its start.",
    mixinStandardHelpOptions = true)
final class MigrateCommand implements Runnable {

  private final CommandContext context;

  MigrateCommand(CommandContext context) {
    this.context = context;
  }

  @Override
  public void run() {
    DatabaseConfig database = context.config().database();
    context.withVertx(vertx -> new Migrations(vertx, database).run().await());
  }
}
