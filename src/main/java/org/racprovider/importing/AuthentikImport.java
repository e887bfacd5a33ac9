package org.racprovider.importing;

import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.reference.Section;

/**
 * Copies what providers refer to, providers and what refers to them from a running authentik, with
 * their pks. Absent rows are inserted, existing ones are left as they are, so that an import which
 * was interrupted is finished by another. It blocks.
 */
public final class AuthentikImport {

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final PageReader reader;
  private final ImportListener listener;

  public AuthentikImport(Authentik authentik, ImportListener listener) {
    this(authentik, listener, FIRST_PAUSE);
  }

  AuthentikImport(Authentik authentik, ImportListener listener, Duration firstPause) {
    this.reader = new PageReader(authentik, listener, firstPause);
    this.listener = listener;
  }

  /**
   * What became of a section.
   *
   * @param read the rows that authentik has
   * @param absent those of them that were not in the database
   */
  public record Copied(Section section, long read, long absent) {}

  /**
   * Stores every page as soon as it is read.
   *
   * @throws ImportFailedException when authentik cannot be read
   * @throws org.racprovider.reference.ReferenceDataException when rows conflict with what is there
   */
  public List<Copied> store(Pool pool) {
    return copy(new StoringDestination(new ReferenceDataLoader(pool)));
  }

  /** The same without storing anything. */
  public List<Copied> rehearse(Pool pool) {
    return copy(new RehearsingDestination(new ReferenceDataLoader(pool)));
  }

  private List<Copied> copy(Destination destination) {
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

  private long copy(Section section, Destination destination) {
    long taken = 0;
    for (int number = 1; number != 0; ) {
      Page page = reader.read(section, number);
      destination.take(page);
      taken += page.rows().size();
      listener.taken(section, taken, page.count());
      number = page.next();
    }
    return taken;
  }
}
