package dev.troupe.delivery;

/**
 * One life of one outbox. Sequence numbers of different streams have nothing to do with each other.
 *
 * @param origin names the outbox, for example {@code node address#lane}
 * @param incarnation another one for each start of the origin
 */
public record StreamId(String origin, long incarnation) {

    /** Written out, as is {@link #hashCode}: faster than what a record gets, and it is called for every batch. */
    @Override
    public boolean equals(Object other) {
        return this == other
                || (other instanceof StreamId that && incarnation == that.incarnation && origin.equals(that.origin));
    }

    @Override
    public int hashCode() {
        return 31 * origin.hashCode() + Long.hashCode(incarnation);
    }
}
