package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.engine.AgentLimits;
import dev.troupe.engine.FateStore;
import dev.troupe.engine.Owner;
import dev.troupe.engine.StoredSends;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.Reminder;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Parts with one bug each. */
final class Mutants {

    private interface NewAgent {
        SimulatedAgent create(SimulatedNode node, AgentId id, long activation, AgentDefinition<?, ?> definition);
    }

    private interface NewNode {
        SimulatedNode create(World world, String name, long incarnation);
    }

    private Mutants() {}

    static Parts acknowledgingEarly() {
        return agents(EarlyAgent::new);
    }

    static Parts droppingOffers() {
        return nodes(CarelessNode::new);
    }

    static Parts droppingAtHandOff() {
        return nodes(ForgetfulNode::new);
    }

    static Parts forgettingDuplicates() {
        return agents(CredulousAgent::new);
    }

    static Parts reorderingResends() {
        return nodes(ShufflingNode::new);
    }

    static Parts losingTimers() {
        return agents(SleepyAgent::new);
    }

    static Parts ignoringTheInboxLimit() {
        return agents(GreedyAgent::new);
    }

    static Parts acknowledgingUnstored() {
        return links(EarlyLink::new);
    }

    static Parts sayingStoredEarly() {
        return links(agent -> StoredSends.isBucket(agent.self) ? new EarlyLink(agent) : new JournalLink(agent));
    }

    static Parts forgettingFates() {
        return new Parts() {
            private int ends;

            @Override
            FateStore fates(World world) {
                return new SimulatedFates(world) {
                    @Override
                    public CompletionStage<Void> keep(Entry entry) {
                        return ++ends % 50 == 0 ? CompletableFuture.completedFuture(null) : super.keep(entry);
                    }
                };
            }
        };
    }

    static Parts lettingZombiesWrite() {
        return new Parts() {
            @Override
            SimulatedJournal journal(World world, SplittableRandom random) {
                return new SimulatedJournal(world, random) {
                    @Override
                    boolean isRefused(int present, int before) {
                        return false;
                    }
                };
            }
        };
    }

    static Parts forgettingReminders() {
        return reading(turn -> copy(turn, turn.message(), turn.sent(), List.of()));
    }

    static Parts forgettingOutgoing() {
        return reading(turn -> copy(turn, turn.message(), List.of(), turn.later()));
    }

    static Parts forgettingTurns() {
        return reading(turn -> copy(turn, turn.message().withOrdinal(0), turn.sent(), turn.later()));
    }

    /** An agent that reads turns otherwise than they were stored. */
    private static Parts reading(UnaryOperator<TurnRecord> bug) {
        return links(agent -> new JournalLink(agent) {
            @Override
            JournalEntry read(JournalEntry entry) {
                return entry instanceof TurnRecord turn ? bug.apply(turn) : entry;
            }
        });
    }

    private static TurnRecord copy(TurnRecord turn, Envelope message, List<Envelope> sent, List<Reminder> later) {
        return new TurnRecord(
                turn.at(),
                message,
                turn.place(),
                turn.attempts(),
                turn.failure(),
                turn.state(),
                turn.answer(),
                sent,
                later,
                turn.asked(),
                turn.settled());
    }

    private static Parts links(Function<SimulatedAgent, JournalLink> newLink) {
        return new Parts() {
            @Override
            JournalLink journalLink(SimulatedAgent agent) {
                return newLink.apply(agent);
            }
        };
    }

    private static Parts agents(NewAgent newAgent) {
        return new Parts() {
            @Override
            SimulatedAgent agent(SimulatedNode node, AgentId id, long activation, AgentDefinition<?, ?> definition) {
                return newAgent.create(node, id, activation, definition);
            }
        };
    }

    private static Parts nodes(NewNode newNode) {
        return new Parts() {
            @Override
            SimulatedNode node(World world, String name, long incarnation) {
                return newNode.create(world, name, incarnation);
            }
        };
    }

    /** Says that entries are stored that are only on their way. */
    private static final class EarlyLink extends JournalLink {
        EarlyLink(SimulatedAgent agent) {
            super(agent);
        }

        @Override
        void write(List<JournalEntry> entries, Consumer<Boolean> done) {
            super.write(entries, stored -> {});
            done.accept(true);
        }
    }

    /** Says that it has processed what has only arrived. */
    private static final class EarlyAgent extends SimulatedAgent {
        EarlyAgent(SimulatedNode node, AgentId self, long activation, AgentDefinition<?, ?> definition) {
            super(node, self, activation, definition);
        }

        @Override
        void onBatch(Batch<Envelope> batch) {
            List<Report.Settled<Outcome>> all = new ArrayList<>();
            batch.entries().forEach(entry -> all.add(new Report.Settled<>(entry.seq(), Outcome.processed(1, null))));
            long last = all.get(all.size() - 1).seq();
            report(new Report<>(batch.stream(), batch.number(), node.name(), activation, last, Report.State.OPEN, all));
            super.onBatch(batch);
        }
    }

    /** Takes each batch that it has seen before for a new one. */
    private static final class CredulousAgent extends SimulatedAgent {
        private static final long ALIAS = 1_000_000;

        private final Map<StreamId, Long> highest = new HashMap<>();
        private long aliases;

        CredulousAgent(SimulatedNode node, AgentId self, long activation, AgentDefinition<?, ?> definition) {
            super(node, self, activation, definition);
        }

        @Override
        void onBatch(Batch<Envelope> batch) {
            var entries = batch.entries();
            long seen = highest.getOrDefault(batch.stream(), 0L);
            highest.put(
                    batch.stream(),
                    Math.max(seen, entries.get(entries.size() - 1).seq()));
            if (entries.get(0).seq() > seen) {
                super.onBatch(batch);
                return;
            }
            var alias = new StreamId(batch.stream().origin(), batch.stream().incarnation() + ++aliases * ALIAS);
            super.onBatch(new Batch<>(alias, batch.number(), batch.floor(), 0, entries, batch.redeliveredUpTo()));
        }

        @Override
        public void report(Report<Outcome> report) {
            var stream = new StreamId(report.stream().origin(), report.stream().incarnation() % ALIAS);
            super.report(new Report<>(
                    stream,
                    report.batch(),
                    report.home(),
                    report.activation(),
                    report.acceptedUpTo(),
                    report.state(),
                    report.settled()));
        }
    }

    /** Forgets one timer in three. */
    private static final class SleepyAgent extends SimulatedAgent {
        private int timers;

        SleepyAgent(SimulatedNode node, AgentId self, long activation, AgentDefinition<?, ?> definition) {
            super(node, self, activation, definition);
        }

        @Override
        void setTimer(long time) {
            if (++timers % 3 != 0) {
                super.setTimer(time);
            }
        }
    }

    /** Accepts whatever comes. */
    private static final class GreedyAgent extends SimulatedAgent {
        GreedyAgent(SimulatedNode node, AgentId self, long activation, AgentDefinition<?, ?> definition) {
            super(node, self, activation, definition);
        }

        @Override
        AgentLimits limits() {
            var limits = super.limits();
            return new AgentLimits(
                    Integer.MAX_VALUE,
                    limits.outboxLimit(),
                    limits.outboxPatience(),
                    limits.remindersLimit(),
                    limits.streamsLimit(),
                    limits.sendersLimit(),
                    limits.settledDelay(),
                    limits.expiry(),
                    limits.retryPolicy());
        }
    }

    /** Loses one message in fifty that it has accepted. */
    private static final class CarelessNode extends SimulatedNode {
        private int offers;

        CarelessNode(World world, String name, long incarnation) {
            super(world, name, incarnation);
        }

        @Override
        void offer(Envelope envelope, Owner owner) {
            if (++offers % 50 != 0) {
                super.offer(envelope, owner);
            }
        }
    }

    /** Forgets what it has sent to an agent that says farewell. */
    private static final class ForgetfulNode extends SimulatedNode {
        private static final Outcome FORGOTTEN = Outcome.processed(-1, null);

        private final Map<String, TreeMap<Long, Envelope>> sent = new HashMap<>();

        ForgetfulNode(World world, String name, long incarnation) {
            super(world, name, incarnation);
        }

        @Override
        void offer(Envelope envelope, Owner owner) {
            super.offer(envelope, owner.heardBy((settled, outcome) -> {
                if (!outcome.equals(FORGOTTEN)) {
                    owner.settled(settled, outcome);
                }
            }));
        }

        @Override
        public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
            var entries = sent.computeIfAbsent(batch.stream() + " " + recipient, key -> new TreeMap<>());
            batch.entries().forEach(entry -> entries.put(entry.seq(), entry.message()));
            super.deliver(recipient, home, inDoubt, batch);
        }

        @Override
        void onReport(AgentId from, Report<Outcome> report) {
            super.onReport(from, report);
            if (report.state() == Report.State.RELEASED) {
                List<Report.Settled<Outcome>> forgotten = new ArrayList<>();
                sent.getOrDefault(report.stream() + " " + from, new TreeMap<>())
                        .keySet()
                        .forEach(seq -> forgotten.add(new Report.Settled<>(seq, FORGOTTEN)));
                super.onReport(
                        from,
                        new Report<>(
                                report.stream(),
                                0,
                                report.home(),
                                report.activation(),
                                report.acceptedUpTo(),
                                Report.State.RELEASED,
                                forgotten));
            }
        }
    }

    /** Exchanges the first two messages of a batch that goes out again, for good. */
    private static final class ShufflingNode extends SimulatedNode {
        private record Letter(Envelope envelope, Owner owner) {}

        private final Map<String, Letter> letters = new HashMap<>();
        private final Set<String> sent = new HashSet<>();

        ShufflingNode(World world, String name, long incarnation) {
            super(world, name, incarnation);
        }

        @Override
        void offer(Envelope envelope, Owner owner) {
            String slot = new Posting.Key(envelope.id(), envelope.recipient()).toString();
            letters.put(slot, new Letter(envelope, owner));
            super.offer(envelope, owner.heardBy((settled, outcome) -> {
                var letter = letters.getOrDefault(slot, new Letter(envelope, owner));
                letter.owner().settled(letter.envelope(), outcome);
            }));
        }

        @Override
        public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
            var entries = batch.entries();
            String first = slot(entries.get(0), recipient);
            if (entries.size() > 1 && sent.contains(first)) {
                String second = slot(entries.get(1), recipient);
                var kept = letters.get(first);
                letters.put(first, letters.get(second));
                letters.put(second, kept);
            }
            List<Batch.Entry<Envelope>> carried = new ArrayList<>();
            for (var entry : entries) {
                String slot = slot(entry, recipient);
                sent.add(slot);
                carried.add(new Batch.Entry<>(entry.seq(), letters.get(slot).envelope()));
            }
            super.deliver(
                    recipient,
                    home,
                    inDoubt,
                    new Batch<>(
                            batch.stream(),
                            batch.number(),
                            batch.floor(),
                            batch.previous(),
                            carried,
                            batch.redeliveredUpTo()));
        }

        private static String slot(Batch.Entry<Envelope> entry, AgentId recipient) {
            return new Posting.Key(entry.message().id(), recipient).toString();
        }
    }
}
