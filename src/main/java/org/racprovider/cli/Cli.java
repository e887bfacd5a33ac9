package org.racprovider.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.util.Optional;
import org.racprovider.start.ExitCode;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;

/** The commands that a process runs instead of the server. */
public final class Cli {

  @Command(
      name = "rac-provider-server",
      description = "authentik's RAC-provider API over PostgreSQL. Without arguments: the server.",
      footer = {
        "",
        "Every command takes the server's configuration: RAC_* variables, or the file that"
            + " RAC_CONFIG names. Passwords and tokens are never arguments.",
        "Exit codes: 0 done, 2 bad configuration, 3 database not reachable, 64 wrong usage;"
            + " src/site/markdown/operations.md lists all."
      },
      mixinStandardHelpOptions = true,
      versionProvider = Version.class)
  private static final class Root {}

  private final CommandLine commands;

  Cli(CommandContext context) {
    commands =
        new CommandLine(new Root())
            .addSubcommand(new CheckConfigCommand(context))
            .addSubcommand(new MigrateCommand(context))
            .addSubcommand(new TokenCommand(context))
            .addSubcommand(new ImportCommand(context))
            .setOut(new PrintWriter(context.results(), true))
            .setErr(new PrintWriter(context.messages(), true))
            .setParameterExceptionHandler((failure, arguments) -> explain(context, failure))
            .setExecutionExceptionHandler((cause, command, parsed) -> report(context, cause));
  }

  /**
   * Returns the commands with the environment and the streams of this process. The log moves to
   * standard error, so that standard output holds results only.
   */
  public static Cli ofProcess() {
    PrintStream results = System.out;
    System.setOut(System.err);
    return new Cli(new CommandContext(System.getenv(), results, System.err, Ansi.AUTO.enabled()));
  }

  /** Runs one command and returns the exit code. */
  public int run(String... arguments) {
    return commands.execute(arguments);
  }

  private static int explain(CommandContext context, ParameterException failure) {
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    context.messages().printf("%s%nTry: %s --help%n", failure.getMessage(), command);
    return ExitCode.WRONG_USAGE.code();
  }

  private static int report(CommandContext context, Throwable cause) {
    ExitCode exit = ExitCode.of(cause);
    if (exit == ExitCode.UNEXPECTED) {
      cause.printStackTrace(context.messages());
    } else {
      context.messages().println(cause.getMessage());
    }
    return exit.code();
  }

  /** Prints the version that the manifest of the jar states. */
  private static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version =
          Optional.ofNullable(Cli.class.getPackage().getImplementationVersion())
              .orElse("(not packaged)");
      return new String[] {"rac-provider-server " + version};
    }
  }
}
