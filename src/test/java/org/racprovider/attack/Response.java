package org.racprovider.attack;

/**
 * What another caller got.
 *
 * @param kind of the request
 * @param status the status, or the exception
 */
record Response(String kind, String status, boolean isNormal, long millis) {}
