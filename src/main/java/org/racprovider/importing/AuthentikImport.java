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
 * Copies what providers refer to, providers and what refers to them from a running authentik, with
 * their pks. Absent rows are inserted, existing ones are left as they are, so that an import which
 * was interrupted is finished by another. It blocks.
 */
public final class AuthentikImport {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final int READINGS = 3;

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
   * What became of a section.
   *
   * @param read the rows that authentik has, or had while they were read
   * @param absent those of them that were not in the database
   */
  public record Copied(Section section, long read, long absent) {}

  /**
   * Stores every page as soon as it is read.
   *
   * @throws StartFailure when authentik cannot be read
   * @throws org.racprovider.reference.StartFailure when rows conflict with what is there
   */
  public List<Copied> store(Pool pool) {
    return copy(new DatabaseTarget(new ReferenceDataLoader(pool)));
  }

  /** The same without storing anything. */
  public List<Copied> rehearse(Pool pool) {
    return copy(new DryRunTarget(new ReferenceDataLoader(pool)));
  }

  private List<Copied> copy(ImportTarget destination) {
    reader.requireSuperuser();
    Map<Section, Long> read = new EnumMap<>(Section.class);
    for (Section section : Section.values()) {
      read.put(section, copy(section, destination));
    }
    Map<Section, Long> absent = destination.absent();
    return read.keySet().stream()
        .map(section -> new Copied(section, read.get(section), absent.getOrDefault(section, 0L)))
        .toList();
  }

  private long copy(Section section, ImportTarget destination) {
    Set<Object> pks = new HashSet<>();
    for (int reading = 1; !readsAll(section, destination, pks); reading++) {
      String changed = "authentik's %s changed while they were read".formatted(section.key());
      if (reading == READINGS) {
        throw new StartFailure(
            ExitCode.IMPORT_FAILED,
            "%s, %d times in a row: rows may be missing".formatted(changed, READINGS));
      }
      listener.waiting(changed + ": once more");
    }
    return pks.size();
  }

  /**
   * Takes the pages of a section, and says whether no row can have been missed: one that is deleted
   * meanwhile moves others to pages that were read already, one that is added may be on such a
   * page. Then fewer are met than authentik counted at some time.
   *
   * @param pks gets those of the rows
   */
  private boolean readsAll(Section section, ImportTarget destination, Set<Object> pks) {
    Set<Object> met = new HashSet<>();
    long all = 0;
    for (int number = 1; number != 0; ) {
      ListPage page = reader.read(section, number);
      destination.take(page);
      page.rows().forEach(row -> met.add(row.getValue("pk")));
      all = Math.max(all, page.count());
      listener.taken(section, met.size(), page.count());
      number = page.next();
    }
    pks.addAll(met);
    return met.size() >= all;
  }
}
