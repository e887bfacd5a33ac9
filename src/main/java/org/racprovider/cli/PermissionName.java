package org.racprovider.cli;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.racprovider.auth.Permission;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a permission; one that no request needs is taken for a mistake. */
final class PermissionName implements ITypeConverter<Permission> {

  @Override
  public Permission convert(String text) {
    return Permission.named(text)
        .orElseThrow(() -> new TypeConversionException("'" + text + "' is not one of " + known()));
  }

  private static String known() {
    return Arrays.stream(Permission.values())
        .map(Permission::codename)
        .collect(Collectors.joining(", "));
  }
}
