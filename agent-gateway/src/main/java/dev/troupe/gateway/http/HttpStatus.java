package dev.troupe.gateway.http;

/**
 * What a door for HTTP does, and what it has done since it was opened.
 *
 * @param inWork requests that are not answered
 * @param streams of events that are open
 * @param done requests that were answered with a status below 400
 * @param refused with 400 to 499: the caller's mistake, or a limit of its own
 * @param failed with 500 or more
 */
public record HttpStatus(int inWork, int streams, long done, long refused, long failed) {}
