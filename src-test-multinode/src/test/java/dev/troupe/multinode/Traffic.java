package dev.troupe.multinode;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.Receipt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that send numbered messages to agents chosen at random until told to stop. Each thread is a run, and counts
 * from 0 for each agent. A message that was refused is sent again before the next one.
 */
final class Traffic {
    private static final int BURST = 5;
    private static final int PAUSE_MILLIS = 10;

    /** An accepted message. */
    record Sent(String agent, String run, int number, long at, CompletableFuture<Settled> settled) {}

    /** The end of a message, and when it came. */
    record Settled(Receipt receipt, long at) {}

    private final AgentRuntime runtime;
    private final int agents;
    private final List<Thread> threads = new ArrayList<>();
    private final List<List<Sent>> sentByThread = new ArrayList<>();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final List<Throwable> failures = new ArrayList<>();

    Traffic(AgentRuntime runtime, int agents) {
        this.runtime = runtime;
        this.agents = agents;
    }

    /** Makes every agent active, so that later stalls are not those of the first messages. */
    void wake() throws Exception {
        List<CompletableFuture<LedgerAgent.Page>> pages = new ArrayList<>();
        for (int agent = 0; agent < agents; agent++) {
            pages.add(runtime.ask(LedgerAgent.TYPE.ref("agent-" + agent), new LedgerAgent.Read(), Duration.ofMinutes(2))
                    .toCompletableFuture());
        }
        CompletableFuture.allOf(pages.toArray(CompletableFuture[]::new)).get(3, TimeUnit.MINUTES);
    }

    void start(int threadCount, long seed) {
        for (int index = 0; index < threadCount; index++) {
            String run = "run" + index;
            var random = new Random(seed + index);
            List<Sent> own = new ArrayList<>();
            sentByThread.add(own);
            var thread = new Thread(() -> send(run, random, own), "traffic-" + run);
            thread.setUncaughtExceptionHandler((failed, failure) -> {
                synchronized (failures) {
                    failures.add(failure);
                }
            });
            threads.add(thread);
            thread.start();
        }
    }

    long sentCount() {
        return sent.get();
    }

    long settledCount() {
        return settled.get();
    }

    long refusedCount() {
        return refused.get();
    }

    /** Ends the threads and waits until every accepted message is settled. */
    List<Sent> settle() throws Exception {
        stopped.set(true);
        for (var thread : threads) {
            thread.join();
        }
        synchronized (failures) {
            if (!failures.isEmpty()) {
                throw new AssertionError("a sender failed", failures.get(0));
            }
        }
        var all = sentByThread.stream().flatMap(List::stream).toList();
        CompletableFuture.allOf(all.stream().map(Sent::settled).toArray(CompletableFuture[]::new))
                .get(10, TimeUnit.MINUTES);
        return all;
    }

    /** Tells the threads to end, for a test that has failed. */
    void stop() {
        stopped.set(true);
    }

    /** Returns the longest time from a send to its receipt. */
    static long longestStallMillis(List<Sent> messages) {
        return messages.stream()
                .mapToLong(message -> message.settled().join().at() - message.at())
                .map(NANOSECONDS::toMillis)
                .max()
                .orElse(0);
    }

    private void send(String run, Random random, List<Sent> own) {
        int[] next = new int[agents];
        while (!stopped.get()) {
            for (int index = 0; index < BURST; index++) {
                int agent = random.nextInt(agents);
                if (trySend("agent-" + agent, run, next[agent], own)) {
                    next[agent]++;
                }
            }
            pause();
        }
    }

    private boolean trySend(String agent, String run, int number, List<Sent> own) {
        long at = System.nanoTime();
        var stage = runtime.send(LedgerAgent.TYPE.ref(agent), new LedgerAgent.Put(run, number))
                .toCompletableFuture();
        if (stage.isCompletedExceptionally()) {
            refused.incrementAndGet();
            return false;
        }
        sent.incrementAndGet();
        own.add(new Sent(agent, run, number, at, stage.thenApply(receipt -> {
            settled.incrementAndGet();
            return new Settled(receipt, System.nanoTime());
        })));
        return true;
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
