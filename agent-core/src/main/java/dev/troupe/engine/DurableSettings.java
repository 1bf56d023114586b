package dev.troupe.engine;

/**
 * {@code troupe.durable}: how turns are stored.
 *
 * @param snapshotEvery entries between two snapshots of an agent; 0 for none
 * @param keepSnapshots snapshots of one agent that are kept
 * @param keepHistory whether entries before the oldest of them are kept
 * @param sendBuckets agents that keep what is sent durable from outside
 */
public record DurableSettings(int snapshotEvery, int keepSnapshots, boolean keepHistory, int sendBuckets) {}
