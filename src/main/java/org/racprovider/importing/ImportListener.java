package org.racprovider.importing;

import org.racprovider.reference.Section;

/** Is told about the progress of an import. */
public interface ImportListener {

  /**
   * Some rows of a section were read.
   *
   * @param rows how many so far
   * @param all how many there are, by the latest page
   */
  void read(Section section, long rows, long all);

  /** The import waits, or reads a list again. */
  void waiting(String reason);
}
