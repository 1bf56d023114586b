package dev.troupe.bench;

/**
 * One round of sends.
 *
 * @param bytes of the text in each message
 * @param outstanding sent and not acknowledged, at most
 */
record Load(int agents, int messages, int outstanding, int bytes) {}
