package dev.troupe.bench;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongPredicate;
import java.util.stream.IntStream;

/**
 * One round of conversations.
 *
 * @param atOnce how many are under way
 * @param time after which no more begin
 */
record TalkLoad(int atOnce, Duration time) {
    /** The database may be an old one: its conversations are others. */
    private static final String RUN = UUID.randomUUID().toString();

    /**
     * What a round came to.
     *
     * @param p50 of a turn, in microseconds
     * @param p99 of a turn, in microseconds
     */
    record Figures(double turnsPerSecond, double p50, double p99) {}

    Figures run(Talk talk) throws InterruptedException {
        return run(talk, Flow.during(time));
    }

    /** Has each conversation once, so that its agents are loaded. */
    void wake(Talk talk) throws InterruptedException {
        run(talk, number -> number < atOnce);
    }

    private Figures run(Talk talk, LongPredicate more) throws InterruptedException {
        var free = new ConcurrentLinkedQueue<String>();
        IntStream.range(0, atOnce).forEach(number -> free.add(RUN + "-" + number));
        talk.clock().take();
        double perSecond = Flow.perSecond(atOnce, more, flow -> number -> {
            String key = free.remove();
            talk.clock().restart(key);
            talk.converse(key).whenComplete((ended, thrown) -> {
                free.add(key);
                if (thrown == null) {
                    flow.leave();
                } else {
                    flow.fail("conversation: " + thrown);
                }
            });
        });
        var micros = talk.clock().take();
        return new Figures(talk.turns() * perSecond, Spread.percentile(micros, 50), Spread.percentile(micros, 99));
    }
}
