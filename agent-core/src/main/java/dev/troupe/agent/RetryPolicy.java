package dev.troupe.agent;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * How often a turn that threw is tried before its message becomes a dead letter. The delay doubles from
 * {@code firstDelay} up to {@code maxDelay}; each is shortened by a random part of up to half, so that agents that
 * failed together do not try again together.
 *
 * @param maxAttempts at least 1, which means no retry
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration maxDelay) {
    public RetryPolicy {
        Names.requireAtLeast(1, maxAttempts, "maxAttempts");
        requireNonNull(firstDelay, "firstDelay");
        requireNonNull(maxDelay, "maxDelay");
        if (firstDelay.isNegative() || maxDelay.compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException("firstDelay: " + firstDelay + ", maxDelay: " + maxDelay
                    + " (expected: 0 <= firstDelay <= maxDelay)");
        }
    }

    /** Tries once; what fails is a dead letter at once. */
    public static RetryPolicy none() {
        return new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
    }

    /** Returns the delay after {@code attempt} failed attempts, before jitter. */
    public Duration delayAfter(int attempt) {
        int doublings = Math.min(Math.max(attempt - 1, 0), 30);
        Duration delay = firstDelay.multipliedBy(1L << doublings);
        return delay.compareTo(maxDelay) > 0 ? maxDelay : delay;
    }
}
