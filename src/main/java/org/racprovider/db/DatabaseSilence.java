package org.racprovider.db;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the database has not responded lately. Logs each change. */
final class DatabaseSilence {

  private static final Logger LOG = LoggerFactory.getLogger(DatabaseSilence.class);

  private boolean silent;

  boolean isSilent() {
    return silent;
  }

  void begin(Throwable cause) {
    if (!silent) {
      silent = true;
      LOG.atWarn().addKeyValue("cause", cause).log("The database does not respond");
    }
  }

  void end() {
    if (silent) {
      silent = false;
      LOG.info("The database responds again");
    }
  }
}
