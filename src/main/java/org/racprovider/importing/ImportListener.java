package org.racprovider.importing;

import org.racprovider.reference.Section;

/** Hears how far an import is. */
public interface ImportListener {

  /** So many rows of a section were taken, of about so many. */
  void taken(Section section, long rows, long all);

  /** The import has to wait. */
  void waiting(String reason);
}
