package dev.troupe.bench;

import java.time.Duration;

/**
 * One round of sends.
 *
 * @param agents they go to, in turns
 * @param outstanding sent and not acknowledged, at most
 * @param bytes of the text in each message
 * @param time after which no more are sent
 */
record Load(int agents, int outstanding, int bytes, Duration time) {
    String text() {
        return "x".repeat(bytes);
    }
}
