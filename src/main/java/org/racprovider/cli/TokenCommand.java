package org.racprovider.cli;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.PubSecKeyOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.racprovider.auth.Permission;
import org.racprovider.config.JwtConfig;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "token",
    description = "Prints a token that is signed with RAC_JWT_SECRET (HS256).",
    mixinStandardHelpOptions = true)
final class TokenCommand implements Runnable {

  @Option(
      names = "--sub",
      required = true,
      paramLabel = "<name>",
      description = "The caller's name, recorded as the actor.")
  private String subject;

  @ArgGroup(multiplicity = "1")
  private Rights rights;

  @Option(
      names = "--expires",
      defaultValue = "1h",
      converter = LifetimeConverter.class,
      paramLabel = "<time>",
      description = "Seconds, or such as 30m, 12h, 365d. Default: ${DEFAULT-VALUE}.")
  private Duration lifetime;

  private final CommandContext context;

  TokenCommand(CommandContext context) {
    this.context = context;
  }

  /** Either all permissions, or the named ones. */
  private static final class Rights {

    @Option(names = "--superuser", required = true, description = "Everything is permitted.")
    private boolean superuser;

    @Option(
        names = "--permission",
        required = true,
        converter = PermissionConverter.class,
        paramLabel = "<name>",
        description =
            "What is permitted, such as authentik_providers_rac.add_racprovider; may be repeated.")
    private List<Permission> permissions = List.of();
  }

  @Override
  public void run() {
    JwtConfig jwt = context.config().jwt();
    context.results().println(context.<String>withVertx(vertx -> sign(vertx, jwt)));
  }

  private String sign(Vertx vertx, JwtConfig jwt) {
    String secret =
        jwt.secret()
            .orElseThrow(
                () ->
                    new StartFailure(
                        ExitCode.BAD_CONFIGURATION,
                        "token: needs RAC_JWT_SECRET, because it signs the token"));
    PubSecKeyOptions key = new PubSecKeyOptions().setAlgorithm("HS256").setBuffer(secret);
    return JWTAuth.create(vertx, new JWTAuthOptions().addPubSecKey(key))
        .generateToken(claims(jwt), new JWTOptions().setAlgorithm("HS256"));
  }

  private JsonObject claims(JwtConfig jwt) {
    JsonObject claims =
        new JsonObject()
            .put("sub", subject)
            .put("exp", Instant.now().plus(lifetime).getEpochSecond());
    jwt.issuer().ifPresent(issuer -> claims.put("iss", issuer));
    jwt.audience().ifPresent(audience -> claims.put("aud", audience));
    return rights.superuser
        ? claims.put("is_superuser", true)
        : claims.put(jwt.permissionsClaim(), codenames());
  }

  private JsonArray codenames() {
    return new JsonArray(rights.permissions.stream().map(Permission::codename).toList());
  }

  /** Reads how long a token is valid: seconds, or a number with s, m, h or d after it. */
  private static final class LifetimeConverter implements ITypeConverter<Duration> {

    private static final Pattern FORM = Pattern.compile("([1-9]\\d{0,8})([smhd]?)");
    private static final Map<String, ChronoUnit> UNITS =
        Map.of(
            "", ChronoUnit.SECONDS,
            "s", ChronoUnit.SECONDS,
            "m", ChronoUnit.MINUTES,
            "h", ChronoUnit.HOURS,
            "d", ChronoUnit.DAYS);

    @Override
    public Duration convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is not a number of seconds, nor such as 30m, 12h or 365d");
      }
      return Duration.of(Long.parseLong(matcher.group(1)), UNITS.get(matcher.group(2)));
    }
  }

  /** Reads a permission. Rejects one that no request needs, because it is probably a mistake. */
  private static final class PermissionConverter implements ITypeConverter<Permission> {

    @Override
    public Permission convert(String value) {
      return Permission.named(value)
          .orElseThrow(
              () -> new TypeConversionException("'" + value + "' is not one of " + known()));
    }

    private static String known() {
      return Arrays.stream(Permission.values())
          .map(Permission::codename)
          .collect(Collectors.joining(", "));
    }
  }
}
