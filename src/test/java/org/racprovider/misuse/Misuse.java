package org.racprovider.misuse;

import java.io.IOException;
import org.junit.jupiter.params.provider.Arguments;
import org.racprovider.support.RawConnection;

/** What a client does with a new connection. Afterwards it ends the connection, if it is open. */
@FunctionalInterface
interface Misuse {

  void run(RawConnection connection) throws IOException;

  /** Sends this text. */
  static Misuse sending(String text) {
    return connection -> connection.send(text);
  }

  /** Resets the connection after this. */
  default Misuse andReset() {
    return connection -> {
      run(connection);
      connection.reset();
    };
  }

  default Arguments named(String name) {
    return Arguments.of(name, this);
  }
}
