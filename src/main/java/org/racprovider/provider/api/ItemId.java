package org.racprovider.provider.api;

import java.util.regex.Pattern;
import org.racprovider.bus.Failure;
import org.racprovider.provider.ProviderScope;

/** The id in the path of an item: digits of any length, perhaps with a minus (contract 0). */
final class ItemId {

  private static final Pattern INTEGER = Pattern.compile("-?[0-9]+");

  private ItemId() {}

  /**
   * @throws Failure 404, in different words for an id that no provider can have and for no id at
   *     all
   */
  static int parse(String text, ProviderScope scope) {
    if (!INTEGER.matcher(text).matches()) {
      throw Failure.notFound();
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException tooLarge) {
      throw scope.noSuchProvider();
    }
  }
}
