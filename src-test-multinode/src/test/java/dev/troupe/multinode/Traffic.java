package dev.troupe.multinode;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.BackpressureException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Threads that send numbered messages to agents chosen at random until told to stop. Each thread is a run, and counts
 * from 0 for each agent. A message that was refused is sent again before the next one of its run to that agent. Keeps
 * nothing in memory that grows with what was sent: that is in the {@link SendLog}.
 */
final class Traffic {

    /**
     * What to send.
     *
     * @param burst messages between two pauses
     * @param workMillis how long an agent works on a message; 0 for messages that it remembers
     * @param poisonEvery each so many messages of a run to an agent is poison; 0 for none
     */
    record Load(int agents, int burst, int pauseMillis, int workMillis, int poisonEvery, long seed) {
        static Load gentle(int agents, long seed) {
            return new Load(agents, 5, 20, 0, 0, seed);
        }

        Load withPoisonEvery(int messages) {
            return new Load(agents, burst, pauseMillis, workMillis, messages, seed);
        }

        /** Reads what {@link #text} wrote, after the name of the command. */
        static Load parse(String... part) {
            return new Load(
                    Integer.parseInt(part[1]),
                    Integer.parseInt(part[2]),
                    Integer.parseInt(part[3]),
                    Integer.parseInt(part[4]),
                    Integer.parseInt(part[5]),
                    Long.parseLong(part[6]));
        }

        String text() {
            return agents + " " + burst + " " + pauseMillis + " " + workMillis + " " + poisonEvery + " " + seed;
        }
    }

    private final AgentRuntime runtime;
    private final String node;
    private final SendLog log;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong settled = new AtomicLong();
    private final AtomicLong overloaded = new AtomicLong();
    private final AtomicLong unavailable = new AtomicLong();
    private volatile boolean stopped;

    Traffic(AgentRuntime runtime, String node, SendLog log) {
        this.runtime = runtime;
        this.node = node;
        this.log = log;
    }

    /** Starts one more thread. */
    void start(Load load) {
        stopped = false;
        String run = node + "." + threads.size();
        var thread = new Thread(() -> send(load, run), "traffic-" + run);
        thread.setDaemon(true); // a node whose main thread fails has to end
        threads.add(thread);
        thread.start();
    }

    /** Sends no more; what was accepted still settles. */
    void stop() throws InterruptedException {
        stopped = true;
        for (var thread : threads) {
            thread.join();
        }
    }

    Node.Counts counts() {
        // Settled first: it must not be ahead of what is sent.
        long settledNow = settled.get();
        return new Node.Counts(sent.get(), settledNow, overloaded.get(), unavailable.get());
    }

    private void send(Load load, String run) {
        var random = new Random(load.seed() + run.hashCode());
        int[] next = new int[load.agents()];
        int[] logged = new int[load.agents()];
        while (!stopped) {
            for (int index = 0; index < load.burst(); index++) {
                int agent = random.nextInt(load.agents());
                var message = new Message("agent-" + agent, run, next[agent]);
                if (logged[agent] == next[agent]) {
                    log.attempt(message);
                    logged[agent]++;
                }
                if (trySend(message, load)) {
                    next[agent]++;
                }
            }
            pause(load.pauseMillis());
        }
        for (int agent = 0; agent < load.agents(); agent++) {
            if (logged[agent] > next[agent]) {
                log.refused(new Message("agent-" + agent, run, next[agent]));
            }
        }
    }

    private boolean trySend(Message message, Load load) {
        long at = System.nanoTime();
        sent.incrementAndGet();
        var stage = runtime.send(LedgerAgent.TYPE.ref(message.agent()), command(message, load))
                .toCompletableFuture();
        if (stage.isCompletedExceptionally()) {
            sent.decrementAndGet();
            (isOverload(stage) ? overloaded : unavailable).incrementAndGet();
            return false;
        }
        var unused = stage.whenComplete((receipt, failure) -> {
            log.settled(message, receipt, NANOSECONDS.toMillis(System.nanoTime() - at));
            settled.incrementAndGet();
        });
        return true;
    }

    private static boolean isOverload(CompletableFuture<?> failed) {
        return failed.handle((done, failure) -> failure).join() instanceof BackpressureException;
    }

    private static LedgerAgent.Command command(Message message, Load load) {
        if (load.poisonEvery() > 0 && message.number() % load.poisonEvery() == load.poisonEvery() - 1) {
            return new LedgerAgent.Poison(message.run(), message.number());
        }
        return load.workMillis() == 0
                ? new LedgerAgent.Put(message.run(), message.number())
                : new LedgerAgent.Work(message.run(), message.number(), load.workMillis());
    }

    private static void pause(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
