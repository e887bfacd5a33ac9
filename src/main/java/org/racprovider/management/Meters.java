package org.racprovider.management;

/** The names of the meters that one class records and another looks for. */
public final class Meters {

  public static final String HTTP_REQUEST = "rac.http.request";
  public static final String HTTP_CONNECTIONS = "rac.http.connections";
  public static final String CREATE_QUEUE = "rac.create.queue";
  public static final String CREATE_BATCH = "rac.create.batch";
  public static final String CREATE_COMMIT = "rac.create.commit";
  public static final String EVENTS_WAITING = "rac.events.waiting";
  public static final String EVENTS_LAG = "rac.events.lag.seconds";

  private Meters() {}
}
