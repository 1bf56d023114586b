package dev.troupe.gateway.worker;

/**
 * What passed between a node and its workers since it started.
 *
 * @param workers connected now
 * @param requests written to workers
 * @param redelivered of those, requests that an earlier worker has, or may have, gone away with
 * @param events written to workers
 * @param eventsInDoubt of those, events that were written so shortly before their worker went that it may not have handled
 *     them; nobody tells, and they are not sent again
 * @param refused messages of workers that were dropped: they might not send them, or nobody could read them
 */
public record WorkerStatus(
        int workers, long requests, long redelivered, long events, long eventsInDoubt, long refused) {}
