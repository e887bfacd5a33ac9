package org.racprovider.importing;

import java.util.Map;
import org.racprovider.reference.Section;

/** Where rows are taken to. It blocks. */
interface ImportTarget {

  /**
   * Takes the rows of a page; those that they refer to were taken before.
   *
   * @throws org.racprovider.reference.StartFailure when they conflict with what is there
   */
  void take(ListPage page);

  /**
   * How many rows of each section were absent, after the last page.
   *
   * @throws org.racprovider.reference.StartFailure when rows conflict with what is there
   */
  Map<Section, Long> absent();
}
