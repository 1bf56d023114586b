package dev.troupe.delivery;

/**
 * The limits and delays of an {@link Outbox}; times in milliseconds.
 *
 * @param batchMessages messages in one batch at most
 * @param batchBytes bytes in one batch at most; a single message may be larger
 * @param seekTimeout as {@code acceptTimeout}, for a recipient that has not told where it lives: what goes to one that
 *     moves is easily lost, and there is nothing to lose by sending it again soon
 * @param acceptTimeout without an answer to a batch for so long, the recipient is tried again, with one message until
 *     it answers; doubles up to {@code maxAcceptTimeout}
 * @param settleTimeout accepted entries silent for so long are asked after
 * @param retryDelay how soon a full or released recipient is tried again
 * @param grace how long after its deadline an entry that was sent may still be settled by the recipient
 */
public record OutboxLimits(
        int batchMessages,
        int batchBytes,
        long seekTimeout,
        long acceptTimeout,
        long maxAcceptTimeout,
        long settleTimeout,
        long retryDelay,
        long grace) {
    public OutboxLimits {
        Arguments.require(batchMessages >= 1, "batchMessages", batchMessages, ">= 1");
        Arguments.require(batchBytes >= 1, "batchBytes", batchBytes, ">= 1");
        Arguments.require(seekTimeout >= 1, "seekTimeout", seekTimeout, ">= 1");
        Arguments.require(acceptTimeout >= 1, "acceptTimeout", acceptTimeout, ">= 1");
        Arguments.require(
                maxAcceptTimeout >= acceptTimeout, "maxAcceptTimeout", maxAcceptTimeout, ">= " + acceptTimeout);
        Arguments.require(settleTimeout >= 1, "settleTimeout", settleTimeout, ">= 1");
        Arguments.require(retryDelay >= 1, "retryDelay", retryDelay, ">= 1");
        Arguments.require(grace >= 0, "grace", grace, ">= 0");
    }
}
