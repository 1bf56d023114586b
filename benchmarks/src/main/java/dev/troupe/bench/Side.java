package dev.troupe.bench;

/** One side of a comparison. */
interface Side {
    /** Does the work once and returns its figure, for example messages per second. */
    double measure() throws Exception;
}
