package org.racprovider.importing;

import java.util.Map;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.reference.Section;

/** Collects everything, then has it compared with the database; stores nothing. */
final class RehearsingDestination implements Destination {

  private final ReferenceDataLoader loader;
  private final ImportedRows rows = new ImportedRows();

  RehearsingDestination(ReferenceDataLoader loader) {
    this.loader = loader;
  }

  @Override
  public void take(Page page) {
    rows.add(page);
  }

  @Override
  public Map<Section, Long> absent() {
    return rows.explaining(loader::rehearseCopy);
  }
}
