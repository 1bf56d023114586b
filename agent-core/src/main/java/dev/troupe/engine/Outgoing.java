package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.delivery.Times;
import dev.troupe.journal.Reminder;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import org.jspecify.annotations.Nullable;

/** What an agent sends: how much of it may be unsettled, since when that is too much, and what becomes of it. */
final class Outgoing {
    private static final long NEVER = Long.MAX_VALUE;

    private final AgentLimits limits;
    private final AgentDesk desk;
    private final AgentPort port;
    private final Agenda agenda;
    private final @Nullable Durability durability;
    private int unsettled;
    private long fullSince = NEVER;

    Outgoing(AgentLimits limits, AgentDesk desk, AgentPort port, Agenda agenda, @Nullable Durability durability) {
        this.limits = limits;
        this.desk = desk;
        this.port = port;
        this.agenda = agenda;
        this.durability = durability;
    }

    /** Sends a message of a turn, unless there has been no room for too long. */
    void send(Envelope envelope, long now) {
        if (isFull() && now >= patienceEnds()) {
            var failure = Failure.of(
                    Failure.Kind.OVERLOADED,
                    desk.self() + " has " + size() + " unsettled outgoing messages (limit: " + limits.outboxLimit()
                            + ", troupe.agents.outbox-limit)");
            port.deadLetter(envelope, 0, failure);
            ended(envelope, failure, now);
        } else {
            sendAgain(envelope, now);
        }
    }

    /** Sends what an earlier life may have sent. */
    void sendAgain(Envelope envelope, long now) {
        unsettled++;
        if (isFull() && fullSince == NEVER) {
            fullSince = now;
        }
        port.send(envelope);
    }

    /** Sends a delayed message at its time. */
    void leave(Reminder delayed) {
        var envelope = desk.numbered(delayed.envelope(), delayed.at());
        if (durability == null) {
            send(envelope, delayed.at());
        } else {
            durability.left(envelope, delayed.at(), now -> send(envelope, now));
        }
    }

    void settled(Envelope envelope, Outcome outcome, long now) {
        unsettled--;
        if (!isFull()) {
            fullSince = NEVER;
        }
        ended(envelope, outcome.failure(), now);
    }

    boolean isFull() {
        return size() >= limits.outboxLimit();
    }

    /** Tells whether there is no room once everything is sent that waits to be stored. */
    boolean willBeFull() {
        return durability != null
                && durability.heldMessages() > 0
                && size() + durability.heldMessages() >= limits.outboxLimit();
    }

    int size() {
        return unsettled;
    }

    /** Returns until when to wait for room; never while there is some. */
    long patienceEnds() {
        return Times.after(fullSince, limits.outboxPatience());
    }

    /** A request that was given up fails at once; the turn that sees it also tells the next life of a durable agent. */
    private void ended(Envelope envelope, @Nullable Failure failure, long now) {
        boolean failed = failure != null && agenda.fail(envelope.id(), failure);
        if (!failed && durability != null && durability.settled(envelope)) {
            long latest = Times.after(now, limits.settledDelay());
            agenda.at(latest, () -> durability.recordSettled(latest));
        }
    }
}
