package org.racprovider.importing;

import org.racprovider.reference.Section;

/** Receives the progress of an import. */
public interface ImportListener {

  /**
   * Some rows of a section were read.
   *
   * @param rows the number of rows read so far
   * @param all the number of rows in authentik, according to the latest page
   */
  void read(Section section, long rows, long all);

  /** The import waits, or reads a list again. */
  void waiting(String reason);
}
