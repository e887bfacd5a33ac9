package org.racprovider.importing;

import java.util.Map;
import org.racprovider.reference.ReferenceDataLoader;
import org.racprovider.reference.Section;

/** Collects everything, then has it compared with the database; stores nothing. */
final class DryRunTarget implements ImportTarget {

  private final ReferenceDataLoader loader;
  private final ImportedRows rows = new ImportedRows();

  DryRunTarget(ReferenceDataLoader loader) {
    this.loader = loader;
  }

  @Override
  public void take(ListPage page) {
    rows.add(page);
  }

  @Override
  public Map<Section, Long> absent() {
    return rows.explaining(loader::rehearseCopy);
  }
}
