package dev.troupe.testkit.simulation;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.Request;
import dev.troupe.agent.TopicId;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.Times;
import dev.troupe.engine.Entrance;
import dev.troupe.engine.Lane;
import dev.troupe.engine.OpenRequests;
import dev.troupe.engine.Outside;
import dev.troupe.engine.Owner;
import dev.troupe.engine.TurnContext;
import dev.troupe.engine.ledger.LaneLedger;
import dev.troupe.engine.ledger.LedgerNames;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One life of a node: its lanes, its callers from outside, the agents it hosts. What it had ends with it. */
class SimulatedNode implements Lane.Port, Entrance.Port, TurnContext.Immediate {
    private static final int SLOWEST_BLOCKING_MILLIS = 50;
    private static final int LEDGER_ROWS = 3;

    /** A lane and whether it will be looked at. */
    private static final class Slot {
        final Lane lane;
        boolean flushing;
        boolean ticking;

        Slot(Lane lane) {
            this.lane = lane;
        }
    }

    private final World world;
    private final String name;
    private final long incarnation;
    private final String life;
    private final List<Slot> slots = new ArrayList<>();
    private final Map<AgentId, SimulatedAgent> agents = new LinkedHashMap<>();
    private final Entrance entrance;
    private final Outside outside;
    private final LedgerNames names = new LedgerNames(LEDGER_ROWS);
    private boolean alive = true;
    private boolean leaving;
    private boolean forgotten;
    private long pausedUntil;
    private long lastId;

    SimulatedNode(World world, String name, long incarnation) {
        this.world = world;
        this.name = name;
        this.incarnation = incarnation;
        this.life = name + "." + incarnation;
        var requests = new OpenRequests((millis, task) -> {
            after(millis, task);
            return () -> {};
        });
        this.entrance = new Entrance(name, world.settings(), world.timeline(), requests, this);
        this.outside = new Outside(name, incarnation, requests);
        for (int lane = 0; lane < world.settings().delivery().lanes(); lane++) {
            var stream = Lane.stream(name, lane, incarnation);
            var ledger = new LaneLedger(names);
            slots.add(new Slot(new Lane(stream, world.settings().delivery().outbox(), this, ledger)));
        }
    }

    final World world() {
        return world;
    }

    final String name() {
        return name;
    }

    final Entrance entrance() {
        return entrance;
    }

    final boolean alive() {
        return alive;
    }

    /** Tells whether new agents may be placed here. */
    final boolean takesAgents() {
        return alive && !leaving;
    }

    /** Tells whether the node has run since {@code time}. */
    final boolean runsAt(long time) {
        return alive && pausedUntil <= time;
    }

    final Collection<SimulatedAgent> agents() {
        return List.copyOf(agents.values());
    }

    final @Nullable SimulatedAgent agent(AgentId id) {
        return agents.get(id);
    }

    /** Lets something happen here; not at all if the node is gone then, later if it stands still. */
    final void at(long time, Runnable event) {
        world.timeline().at(time, () -> perform(event));
    }

    final void after(long millis, Runnable event) {
        at(Times.after(world.now(), millis), event);
    }

    /** Lets something happen here now, or when the node goes on. */
    final void perform(Runnable event) {
        if (!alive) {
            return;
        }
        if (pausedUntil > world.now()) {
            at(pausedUntil, event);
        } else {
            event.run();
        }
    }

    /** Does the blocking work of an agent. */
    final void block(Runnable work) {
        after(1 + world.agentRandom().nextInt(SLOWEST_BLOCKING_MILLIS), work);
    }

    @Override
    public final CompletableFuture<Object> ask(Envelope current, AgentId target, Request<?> request, Duration timeout) {
        return entrance.ask(current, target, world.types().encode(request), timeout, world.types()::decode);
    }

    @Override
    public final void show(AgentId sender, TopicId topic, Object event) {
        var payload = world.types().encode(event).toJsonPayload();
        showLive(new PublishedEvent(newId(), topic, Optional.of(sender), payload));
    }

    @Override
    public final boolean traced() {
        return false;
    }

    final void pause(long until) {
        pausedUntil = Math.max(pausedUntil, until);
    }

    final void leave() {
        leaving = true;
    }

    /** Tells whether the others have been told that this life is over. */
    final boolean forgotten() {
        return forgotten;
    }

    final void forget() {
        forgotten = true;
    }

    /** The end of this life. */
    final void die() {
        alive = false;
        agents.clear();
        world.checkers().onGone(this);
    }

    final SimulatedAgent activate(AgentId id) {
        var agent = world.newAgent(this, id);
        agents.put(id, agent);
        world.history().note(name, "activates", agent);
        return agent;
    }

    final void onEnded(SimulatedAgent agent) {
        agents.remove(agent.self, agent);
        world.placement().onEnded(agent);
    }

    final void onFailed(SimulatedAgent agent) {
        agents.remove(agent.self, agent);
        world.placement().onFailed(agent);
    }

    /** Deferred answers to those who ask from here. */
    final void onAnswers(AgentId recipient, Batch<Envelope> batch) {
        outside.onBatch(batch).forEach(report -> report(recipient, report));
    }

    @Override
    public final void post(Envelope envelope, Owner owner) {
        if (envelope.kind() == Envelope.Kind.CANCEL) {
            world.history().note(name, "cancels " + envelope.correlationId() + " to " + envelope.recipient());
            offer(envelope, owner); // no message that somebody is promised something about
            return;
        }
        var agent = envelope.sender() == null ? null : agents.get(envelope.sender());
        post(envelope, owner, agent == null ? life : agent.toString());
    }

    /** Accepts a message of {@code sender}. */
    final void post(Envelope envelope, Owner owner, String sender) {
        var posting = world.newPosting(envelope, this, sender);
        world.history().note(name, "accepts", envelope, "from", sender);
        world.checkers().onPosted(posting);
        offer(envelope, owner.heardBy((settled, outcome) -> {
            var failure = outcome.failure();
            world.history().note(name, "receipt", failure == null ? "PROCESSED" : failure, "for", settled);
            world.checkers().onSettled(posting, outcome);
            owner.settled(settled, outcome);
        }));
    }

    /** Hands a message to the lane of its recipient. */
    void offer(Envelope envelope, Owner owner) {
        var slot = slots.get(Math.floorMod(envelope.recipient().hashCode(), slots.size()));
        slot.lane.offer(envelope, owner);
        flushSoon(slot);
    }

    /** Returns the messages that the lanes have taken, as their books say. */
    final long booked() {
        return slots.stream().mapToLong(slot -> slot.lane.ledger().accepted()).sum();
    }

    /** Returns the messages that the lanes have lost, as their books say. */
    final long checkBooks() {
        return slots.stream().mapToLong(slot -> slot.lane.checkBooks(0)).sum();
    }

    /** A report for a lane has arrived. */
    void onReport(AgentId from, Report<Outcome> report) {
        if (report.stream().incarnation() == incarnation) {
            var slot = slots.get(Lane.laneOf(report.stream()));
            slot.lane.onReport(from, report, world.now());
            flushSoon(slot);
        }
    }

    /** This node hears that another is gone. */
    final void onNodeLeft(String gone) {
        world.history().note(name, "hears that " + gone + " is gone");
        slots.forEach(slot -> {
            slot.lane.onNodeLeft(gone);
            flushSoon(slot);
        });
    }

    private void flushSoon(Slot slot) {
        if (!slot.flushing) {
            slot.flushing = true;
            after(0, () -> {
                slot.flushing = false;
                slot.lane.flush(world.now());
                tickLater(slot);
            });
        }
    }

    private void tickLater(Slot slot) {
        if (!slot.ticking && !slot.lane.isEmpty()) {
            slot.ticking = true;
            after(world.settings().delivery().tick().toMillis(), () -> {
                slot.ticking = false;
                slot.lane.onTick(world.now());
                tickLater(slot);
            });
        }
    }

    @Override
    public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
        world.history().note(name, "sends to", recipient, batch);
        world.placement().route(this, recipient, home, batch);
    }

    /** An agent here tells a lane, wherever that is. */
    final void report(AgentId from, Report<Outcome> report) {
        String target = Lane.nodeOf(report.stream());
        world.history().note(name, "tells from", from, report);
        world.network().carry(name, target, report, () -> {
            var node = world.node(target);
            node.perform(() -> {
                world.history().note(target, "hears from", from, report);
                node.onReport(from, report);
            });
        });
    }

    @Override
    public void deadLetter(Envelope envelope, int attempts, Failure failure) {
        world.history().note(name, "dead letter after " + attempts + " attempts, " + failure + ":", envelope);
        world.checkers().onDeadLetter(this, envelope);
    }

    @Override
    public final String newId() {
        return life + "-" + ++lastId;
    }

    @Override
    public final Collection<AgentId> subscribers(TopicId topic) {
        return world.subscribers(topic);
    }

    @Override
    public final Optional<Failure> unavailable(String agentType) {
        return world.unavailable(agentType);
    }

    @Override
    public final void showLive(PublishedEvent event) {
        world.history().note(name, "published " + event.messageId() + " on " + event.topic());
    }

    @Override
    public String toString() {
        return life;
    }
}
