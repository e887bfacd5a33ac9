package org.racprovider.attack;

import java.time.Duration;

/** The attacks that the server must survive. */
enum Attack {
  MANY_HEADER_LINES(By.ANYONE, HeadAttacks::manyHeaderLines),
  PIPELINED_PROBES(By.ANYONE, HeadAttacks::pipelinedProbes),
  UNREAD_BUNDLES(By.ANYONE, OutputAttacks::unreadBundles),
  UNFINISHED_HEADER_LINES(By.ANYONE, HeadAttacks::unfinishedHeaderLines),
  UPGRADES(By.ANYONE, SocketAttacks::upgrades),
  UNFINISHED_FRAMES(By.ANYONE, SocketAttacks::unfinishedFrames),
  MANY_VALUES(By.CALLER, BodyAttacks::manyValues),
  POISONED_LIST(By.CALLER, BodyAttacks::poisonedList),
  MISSING_STANDBY(By.DATABASE, DatabaseAttacks::missingStandby),
  HANGING_SESSIONS(By.DATABASE, DatabaseAttacks::hangingSessions),
  MANY_SEARCH_TERMS(By.CALLER, ListAttacks::manySearchTerms),
  LATE_PAGES(By.CALLER, ListAttacks::latePages),
  UNFINISHED_BODIES(By.CALLER, BodyAttacks::unfinishedBodies),
  LONG_NAMES(By.CALLER, BodyAttacks::longNames),
  STREAMS_OF_LARGE_EVENTS(By.CALLER, StreamAttacks::streamsOfLargeEvents),
  LIVE_LARGE_EVENTS(By.CALLER, StreamAttacks::liveLargeEvents),
  MANY_QUERIES(By.CALLER, ListAttacks::manyQueries),
  UNKNOWN_KEYS(By.ANYONE, KeyAttacks::unknownKeysWhileTheirUrlHangs),
  UNREAD_STREAMS(By.CALLER, StreamAttacks::unreadStreams),
  UNREAD_READS(By.CALLER, SocketAttacks::unreadReads),
  READ_ONLY_SESSIONS(By.DATABASE, DatabaseAttacks::readOnlySessions),
  MANY_QUOTES(By.CALLER, ListAttacks::manyQuotes),
  BUSY_CONNECTIONS(By.CALLER, ListAttacks::busyConnections),
  UNFINISHED_HELLOS(By.ANYONE, HeadAttacks::unfinishedHellos),
  LONG_NUMBERS(By.CALLER, OddBodies::longNumbers),

  // Others, which run in the random mix.
  PIPELINED_NOT_FOUND(By.ANYONE, HeadAttacks::pipelinedNotFound),
  SLOW_HEADS(By.ANYONE, HeadAttacks::slowHeads),
  SILENCE(By.ANYONE, HeadAttacks::silence),
  COOKIES(By.ANYONE, OddHeads::cookies),
  LONG_URIS(By.ANYONE, OddHeads::longUris),
  OLD_VERSION(By.ANYONE, OddHeads::oldVersion),
  BODIES_OF_READS(By.ANYONE, OddHeads::bodiesOfReads),
  EXPIRED_TOKENS(By.ANYONE, OddHeads::expiredTokens),
  PINGS(By.ANYONE, OddHeads::pings),
  FRAGMENTS(By.ANYONE, OddHeads::fragments),
  MANY_CALLERS(By.CALLER, OddHeads::manyCallers),
  SHORT_STREAMS(By.CALLER, OddHeads::shortStreams),
  MANY_LIVE_STREAMS(By.CALLER, StreamAttacks::manyLiveStreams),
  UNREAD_LISTS(By.CALLER, OutputAttacks::unreadLists),
  MANY_VALUES_AT_ONCE(By.CALLER, BodyAttacks::manyValuesAtOnce),
  DEEP_VALUES(By.CALLER, OddBodies::deepValues),
  LARGE_EXPONENTS(By.CALLER, OddBodies::largeExponents),
  LARGE_DECIMALS(By.CALLER, OddBodies::largeDecimals),
  ESCAPES(By.CALLER, OddBodies::escapes),
  DOUBLED_KEYS(By.CALLER, OddBodies::doubledKeys),
  MANY_KEYS(By.CALLER, OddBodies::manyKeys),
  IDEMPOTENCY_KEYS(By.CALLER, OddBodies::idempotencyKeys),
  TINY_CHUNKS(By.CALLER, OddBodies::tinyChunks),
  ENDLESS_CHUNK_SIZES(By.CALLER, OddBodies::endlessChunkSizes),
  HUGE_CHUNKS(By.CALLER, OddBodies::hugeChunks),
  MANY_TRAILERS(By.CALLER, OddBodies::manyTrailers),
  NEVER_CONTINUED(By.CALLER, OddBodies::neverContinued);

  /** Who attacks, and how many of the requests of others must get their normal response. */
  enum By {
    /** A client without a token. */
    ANYONE(90),
    /** A client with a token. */
    CALLER(100),
    /** The database: requests fail until it has recovered. */
    DATABASE(0);

    private final int percent;

    By(int percent) {
      this.percent = percent;
    }
  }

  private final By by;
  private final Attacker attacker;

  Attack(By by, Attacker attacker) {
    this.by = by;
    this.attacker = attacker;
  }

  By by() {
    return by;
  }

  /** How many percent of the requests of others must get their normal response meanwhile. */
  int percent() {
    return by.percent;
  }

  /** Whether it stands for its kind. */
  boolean standsForItsKind() {
    return ordinal() <= LONG_NUMBERS.ordinal();
  }

  /** Whether the server must serve HTTPS for this attack. */
  boolean needsHttps() {
    return this == UNFINISHED_HELLOS;
  }

  /** How long it takes to do harm: many attacks at once, others until deadlines have passed. */
  Duration atLeast() {
    return by == By.DATABASE ? Duration.ofSeconds(10) : Duration.ofSeconds(1);
  }

  void run(Target target, Surroundings surroundings, Deadline deadline) throws Exception {
    attacker.attack(target, surroundings, deadline);
  }
}
