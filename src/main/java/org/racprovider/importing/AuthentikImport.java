package org.racprovider.importing;

import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.reference.Section;
import org.racprovider.start.ExitCode;
import org.racprovider.start.StartFailure;

/**
 * Copies reference data from a running authentik, with the pks. It inserts absent rows and does not
 * change existing rows, so that a second import completes an interrupted one.
 */
public final class AuthentikImport {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int ATTEMPTS = 3;

  private final PageReader reader;
  private final ImportListener listener;

  public AuthentikImport(AuthentikClient authentik, ImportListener listener) {
    this(authentik, listener, FIRST_PAUSE);
  }

  AuthentikImport(AuthentikClient authentik, ImportListener listener, Duration firstPause) {
    this.reader = new PageReader(authentik, listener, firstPause);
    this.listener = listener;
  }

  /**
   * The result for a section.
   *
   * @param read the number of rows that were read from authentik
   * @param absent how many of them were not in the database
   */
  public record Copied(Section section, long read, long absent) {}

  /**
   * Stores every page as soon as it is read.
   *
   * @throws StartFailure when authentik cannot be read, or rows conflict with rows of the database
   */
  public List<Copied> store(Pool pool) {
    return copy(new ImportTarget(new ReferenceDataLoader(pool), false));
  }

  /**
   * Returns the result that {@link #store} would have, but stores nothing.
   *
   * @throws StartFailure as {@link #store} does
   */
  public List<Copied> dryRun(Pool pool) {
    return copy(new ImportTarget(new ReferenceDataLoader(pool), true));
  }

  private List<Copied> copy(ImportTarget target) {
    reader.requireSuperuser();
    Map<Section, Long> read = new EnumMap<>(Section.class);
    for (Section section : Section.values()) {
      read.put(section, copy(section, target));
    }
    Map<Section, Long> absent = target.absent();
    return read.keySet().stream()
        .map(section -> new Copied(section, read.get(section), absent.getOrDefault(section, 0L)))
        .toList();
  }

  private long copy(Section section, ImportTarget target) {
    Set<Object> pks = new HashSet<>();
    for (int attempt = 1; !readsAll(section, target, pks); attempt++) {
      String changed = "authentik's %s changed while they were read".formatted(section.key());
      if (attempt == ATTEMPTS) {
        throw new StartFailure(
            ExitCode.IMPORT_FAILED,
            "%s, %d times in a row: rows may be missing".formatted(changed, ATTEMPTS));
      }
      listener.waiting(changed + ": once more");
    }
    return pks.size();
  }

  /**
   * Adds the pages of a section to the target. Returns false if a row may be missing: a row that is
   * deleted meanwhile moves other rows to pages that were read already, and a new row may be on
   * such a page. In both cases fewer rows are found than authentik counted.
   *
   * @param pks receives the pks of the rows
   */
  private boolean readsAll(Section section, ImportTarget target, Set<Object> pks) {
    Set<Object> found = new HashSet<>();
    long all = 0;
    for (int number = 1; number != 0; ) {
      ListPage page = reader.readPage(section, number);
      target.add(page);
      page.rows().forEach(row -> found.add(row.getValue("pk")));
      all = Math.max(all, page.count());
      listener.read(section, found.size(), page.count());
      number = page.next();
    }
    pks.addAll(found);
    return found.size() >= all;
  }
}
