package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.MessageInfo;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.engine.AgentLimits;
import dev.troupe.engine.AgentMachine;
import dev.troupe.engine.AgentPort;
import dev.troupe.engine.AgentRounds;
import dev.troupe.engine.Owner;
import dev.troupe.engine.StepRun;
import dev.troupe.engine.TurnContext;
import dev.troupe.engine.TurnRunner;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One activation of an agent: gives its machine virtual time and messages, and tells the checkers of its turns. */
class SimulatedAgent implements AgentPort {
    /** The machine and its rounds, of one state type. */
    private record Engine<S>(AgentMachine<S> machine, AgentRounds<S> rounds) {}

    final AgentId self;
    final long activation;
    final SimulatedNode node;
    private final String name;
    private final World world;
    private final AgentDefinition<?, ?> definition;
    private final Engine<?> engine;
    private final long idleTimeout;
    private final Set<String> sent = new HashSet<>();
    private @Nullable MessageInfo begun;
    private long turnsSeen;
    private long wakeAt = Long.MAX_VALUE;
    private long lastUsed;
    private long fullSince = Long.MAX_VALUE;
    /** Null for an agent that is not durable. */
    private final @Nullable JournalLink journal;

    private final List<Batch<Envelope>> early = new ArrayList<>(0);
    private boolean recovering;
    private boolean ended;

    SimulatedAgent(SimulatedNode node, AgentId self, long activation, AgentDefinition<?, ?> definition) {
        this.node = node;
        this.world = node.world();
        this.self = self;
        this.activation = activation;
        this.name = self + "@" + activation;
        this.definition = definition;
        this.engine = start(definition);
        this.idleTimeout = definition
                .settings()
                .idleTimeout()
                .orElse(world.settings().agents().idleTimeout())
                .toMillis();
        lookIdleLater();
        this.journal = definition.settings().durable() ? world.newJournalLink(this) : null;
        if (journal != null) {
            recovering = true;
            journal.read(machine().durability().stored()::apply, this::onRead);
        }
    }

    /** Tells whether a durable agent has something to do of which nobody will remind it. */
    boolean hasDuties() {
        return journal != null && machine().durability().stored().hasDuties();
    }

    /** Tells whether it has not read its journal yet. */
    final boolean recovering() {
        return recovering;
    }

    private void onRead(boolean read) {
        if (ended) {
            return;
        }
        if (!read) {
            fail();
            return;
        }
        recovering = false;
        machine().recover(world.now());
        turnsSeen = machine().turns();
        world.history().note(node.name(), "has read its journal:", this);
        early.forEach(engine.rounds()::onBatch);
        early.clear();
        drive();
    }

    /** Ends without a word. */
    private void fail() {
        ended = true;
        world.history().note(node.name(), "failed:", this);
        node.onFailed(this);
    }

    private <P, S> Engine<S> start(AgentDefinition<P, S> hosted) {
        var context = new ObservedContext<>(hosted.type().ref(self.key()), world, node, this::onTurn, steps(hosted));
        var machine = new AgentMachine<>(
                new AgentMachine.Identity(self, node.name(), activation),
                limits(),
                TurnRunner.activate(hosted, world.types(), context),
                this,
                world.agentRandom().split());
        return new Engine<>(machine, new AgentRounds<>(machine, world.timeline()));
    }

    private TurnContext.Steps steps(AgentDefinition<?, ?> hosted) {
        return hosted.settings().durable() ? this::onStep : TurnContext.inEachAttempt(node::block);
    }

    private void onStep(StepRun run) {
        later(() -> {
            follow(engine.rounds().onStep(run));
            drive();
        });
    }

    @Override
    public void run(StepRun step) {
        step.start(
                node::block,
                (json, thrown) -> later(() -> {
                    machine().steps().onStepDone(step, json, thrown, world.now());
                    drive();
                }));
    }

    AgentLimits limits() {
        return world.settings().limitsOf(definition);
    }

    AgentMachine<?> machine() {
        return engine.machine();
    }

    boolean ended() {
        return ended;
    }

    long lastUsed() {
        return lastUsed;
    }

    /** Returns the limit that holds for this agent, whatever its machine was given. */
    final int inboxLimit() {
        return world.settings().limitsOf(definition).inboxLimit();
    }

    /** Returns since when the agent has as many unsettled messages as it may; {@link Long#MAX_VALUE} if it has not. */
    long fullSince() {
        return fullSince;
    }

    void onBatch(Batch<Envelope> batch) {
        if (recovering) {
            early.add(batch);
            return;
        }
        engine.rounds().onBatch(batch);
        drive();
    }

    /** Ends in order: an open turn may finish. */
    void stop() {
        world.history().note(node.name(), "asks to stop:", this);
        follow(engine.rounds().stop());
        node.after(world.settings().agents().stopTimeout().toMillis(), () -> {
            if (!ended) {
                follow(engine.rounds().end());
            }
        });
    }

    private void drive() {
        lastUsed = world.now();
        follow(engine.rounds().round());
    }

    private void follow(AgentRounds.Next next) {
        world.checkers().onRound(this);
        if (journal != null) {
            store(journal);
        }
        if (next == AgentRounds.Next.END) {
            ended = true;
            world.history().note(node.name(), "ended:", this);
            node.onEnded(this);
            return;
        }
        if (next == AgentRounds.Next.GO_ON) {
            later(() -> follow(engine.rounds().goOn()));
        } else if (next == AgentRounds.Next.AWAIT) {
            machine()
                    .awaited()
                    .whenComplete((effect, thrown) -> later(() -> {
                        engine.rounds().onAwaited(effect, thrown);
                        drive();
                    }));
        }
        long due = engine.rounds().nextTime();
        if (due < wakeAt) {
            wakeAt = due;
            setTimer(due);
        }
    }

    private void store(JournalLink journal) {
        var entries = machine().durability().takeEntries();
        if (entries.isEmpty()) {
            return;
        }
        journal.write(entries, stored -> {
            if (ended) {
                return;
            }
            if (!stored) {
                fail();
                return;
            }
            machine().durability().onStored(entries.size(), world.now());
            machine().report();
            drive();
        });
    }

    /** Has {@link #onTimer} called at {@code time}. */
    void setTimer(long time) {
        node.at(time, () -> onTimer(time));
    }

    private void onTimer(long time) {
        if (ended || wakeAt != time) {
            return; // an earlier one has taken its place
        }
        wakeAt = Long.MAX_VALUE;
        machine().onTime(world.now());
        drive();
    }

    private void lookIdleLater() {
        node.after(idleTimeout, () -> {
            if (ended) {
                return;
            }
            if (world.now() - lastUsed >= idleTimeout
                    && !recovering
                    && engine.rounds().running()
                    && machine().idle()) {
                world.placement().passivate(this);
            } else {
                lookIdleLater();
            }
        });
    }

    private void later(Runnable event) {
        node.after(0, () -> {
            if (!ended) {
                event.run();
            }
        });
    }

    /** A turn begins with a message, or has ended. */
    private void onTurn(@Nullable MessageInfo message) {
        if (message != null) {
            begun = message;
            world.checkers().onBegun(this, message);
        } else if (begun != null && machine().turns() > turnsSeen) {
            turnsSeen = machine().turns();
            world.history().note(node.name(), "applied", begun.messageId(), "attempt", begun.attempt(), this);
            world.checkers().onApplied(this, begun);
            begun = null;
        } else if (begun != null) {
            world.history().note(node.name(), "failed", begun.messageId(), "attempt", begun.attempt(), this);
            begun = null;
        }
    }

    @Override
    public void report(Report<Outcome> report) {
        node.report(self, report);
    }

    @Override
    public void send(Envelope envelope) {
        sent.add(envelope.id());
        if (sent.size() >= limits().outboxLimit() && fullSince == Long.MAX_VALUE) {
            fullSince = world.now();
        }
        Owner owner = (settled, outcome) -> later(() -> onSent(settled, outcome));
        node.post(envelope, world.fates().onSent(envelope, owner), name);
    }

    private void onSent(Envelope envelope, Outcome outcome) {
        if (sent.remove(envelope.id()) && sent.size() < limits().outboxLimit()) {
            fullSince = Long.MAX_VALUE;
        }
        machine().onSent(envelope, outcome, world.now());
        drive();
    }

    @Override
    public void deadLetter(Envelope envelope, int attempts, Failure failure) {
        world.fates().onGivenUp(envelope, attempts, failure);
        node.deadLetter(envelope, attempts, failure);
    }

    @Override
    public void published(PublishedEvent event) {
        world.history().note(node.name(), "published " + event.messageId() + " on " + event.topic());
    }

    @Override
    public Collection<AgentId> subscribers(TopicId topic) {
        return world.subscribers(topic);
    }

    @Override
    public String toString() {
        return name;
    }
}
