package org.racprovider.importing;

import java.util.EnumMap;
import java.util.Map;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.reference.Section;

/** The database, a page a transaction: what is stored stays, whatever happens later. */
final class DatabaseTarget implements ImportTarget {

  private final ReferenceDataLoader loader;
  private final Map<Section, Long> absent = new EnumMap<>(Section.class);

  DatabaseTarget(ReferenceDataLoader loader) {
    this.loader = loader;
  }

  @Override
  public void take(ListPage page) {
    ImportedRows rows = new ImportedRows();
    rows.add(page);
    absent.merge(page.section(), rows.explaining(loader::loadCopy), Long::sum);
  }

  @Override
  public Map<Section, Long> absent() {
    return absent;
  }
}
