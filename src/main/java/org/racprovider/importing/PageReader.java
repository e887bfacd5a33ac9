package org.racprovider.importing;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.racprovider.importing.AuthentikClient.TemporarilyUnavailable;
import org.racprovider.reference.Section;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;

/** Reads authentik's lists page by page, and repeats requests while authentik is busy. */
final class PageReader {

  private static final int ATTEMPTS = 6;
  private static final Duration MAX_PAUSE = Duration.ofMinutes(2);

  /** Requests all rows, not only those that the caller may use. New providers come last. */
  private static final String PAGE =
      "%s?page=%d&page_size=100&ordering=pk&superuser_full_list=true";

  private final AuthentikClient authentik;
  private final ImportListener listener;
  private final Duration firstPause;

  /**
   * @param firstPause the pause before the second attempt; each later one is twice as long
   */
  PageReader(AuthentikClient authentik, ImportListener listener, Duration firstPause) {
    this.authentik = authentik;
    this.listener = listener;
    this.firstPause = firstPause;
  }

  /** Refuses other users, because authentik silently returns only a part of each list to them. */
  void requireSuperuser() {
    String path = "/core/users/me/";
    boolean superuser = read(path, me -> me.getJsonObject("user").getBoolean("is_superuser"));
    if (!superuser) {
      throw new StartFailure(
          ExitCode.IMPORT_FAILED,
          "the token's user is no superuser; authentik returns incomplete lists to others");
    }
  }

  ListPage readPage(Section section, int number) {
    String path = PAGE.formatted(path(section), number);
    ListPage page = read(path, body -> ListPage.of(section, body));
    if (page.next() != 0 && page.next() <= number) {
      throw new StartFailure(
          ExitCode.IMPORT_FAILED, path + " names page " + page.next() + " as the next one");
    }
    return page;
  }

  private static String path(Section section) {
    return switch (section) {
      case FLOWS -> "/flows/instances/";
      case PROPERTY_MAPPINGS -> "/propertymappings/provider/rac/";
      case PROVIDERS -> "/providers/rac/";
      case APPLICATIONS -> "/core/applications/";
      case OUTPOSTS -> "/outposts/instances/";
      case ENDPOINTS -> "/rac/endpoints/";
    };
  }

  private <T> T read(String path, Function<JsonObject, T> parser) {
    JsonObject body = get(path);
    try {
      return parser.apply(body);
    } catch (ClassCastException | NullPointerException e) {
      throw new StartFailure(ExitCode.IMPORT_FAILED, path + " is not in authentik's form");
    }
  }

  private JsonObject get(String path) {
    Duration pause = firstPause;
    for (int attempt = 1; ; attempt++) {
      try {
        return authentik.get(path);
      } catch (TemporarilyUnavailable busy) {
        if (attempt == ATTEMPTS) {
          throw new StartFailure(ExitCode.IMPORT_FAILED, busy.getMessage());
        }
        pause(busy, pause);
        pause = pause.multipliedBy(2);
      }
    }
  }

  private void pause(TemporarilyUnavailable busy, Duration pause) {
    Duration requested = Collections.min(List.of(busy.retryAfter(), MAX_PAUSE));
    Duration wait = Collections.max(List.of(requested, pause));
    listener.waiting("%s; again in %d s".formatted(busy.getMessage(), wait.toSeconds()));
    try {
      Thread.sleep(wait.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailure(ExitCode.IMPORT_FAILED, "interrupted");
    }
  }
}
