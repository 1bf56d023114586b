package dev.troupe.delivery;

/**
 * One life of one outbox. Sequence numbers of different streams have nothing to do with each other.
 *
 * @param origin names the outbox, for example {@code node address#lane}
 * @param incarnation another one for each start of the origin
 */
public record StreamId(String origin, long incarnation) {}
