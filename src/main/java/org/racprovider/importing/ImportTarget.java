package org.racprovider.importing;

import java.util.EnumMap;
import java.util.Map;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.reference.Section;
import org.racprovider.start.StartFailure;

/**
 * Stores each page in its own transaction. In a dry run, it collects the pages and compares them
 * with the database instead.
 */
final class ImportTarget {

  private final ReferenceDataLoader loader;
  private final boolean dryRun;
  private final ImportedRows collected = new ImportedRows();
  private final Map<Section, Long> inserted = new EnumMap<>(Section.class);

  ImportTarget(ReferenceDataLoader loader, boolean dryRun) {
    this.loader = loader;
    this.dryRun = dryRun;
  }

  /**
   * Adds the rows of a page; the rows that they refer to were added before.
   *
   * @throws StartFailure when they conflict with rows of the database
   */
  void add(ListPage page) {
    if (dryRun) {
      collected.add(page);
    } else {
      ImportedRows rows = new ImportedRows();
      rows.add(page);
      inserted.merge(page.section(), rows.await(loader::loadCopy), Long::sum);
    }
  }

  /**
   * The number of rows of each section that were absent from the database, after the last page.
   *
   * @throws StartFailure when rows conflict with rows of the database
   */
  Map<Section, Long> absent() {
    return dryRun ? collected.await(loader::countAbsentOfCopy) : inserted;
  }
}
