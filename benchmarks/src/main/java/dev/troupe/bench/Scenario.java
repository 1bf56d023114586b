package dev.troupe.bench;

/** Sends messages and waits until all are acknowledged. */
interface Scenario extends AutoCloseable {
    void run(int agents, int messages, int outstanding);

    @Override
    void close();
}
