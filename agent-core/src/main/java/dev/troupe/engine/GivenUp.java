package dev.troupe.engine;

import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;

/** Ends messages that no turn applies: tells who sent them, and the request that waits for one that is an answer. */
final class GivenUp {
    private final AgentDesk desk;
    private final AgentPort port;
    private final BookedInbox inbox;
    private final WaitingMessages queue;
    private final Agenda agenda;

    GivenUp(AgentDesk desk, AgentPort port, BookedInbox inbox, WaitingMessages queue, Agenda agenda) {
        this.desk = desk;
        this.port = port;
        this.inbox = inbox;
        this.queue = queue;
        this.agenda = agenda;
    }

    /** Ends one whose turn has not come, and does not come any more. */
    void endWaiting(Delivery delivery, TurnEnd how, Failure failure) {
        end(delivery, delivery.attempt() - 1, failure);
        port.ended(delivery, how);
    }

    /** @param attempts how often a handler had it */
    void end(Delivery delivery, int attempts, Failure failure) {
        var envelope = delivery.envelope();
        String askId = envelope.correlationId();
        if (envelope.kind() != Envelope.Kind.MESSAGE && askId != null) {
            if (delivery.stream() != null && !Failures.ofHandler(failure)) {
                queue.add(Delivery.local(
                        desk.failureOf(askId, failure))); // no handler has seen the answer: it shall know why
            } else {
                agenda.done(askId);
            }
        }
        if (delivery.stream() == null) {
            port.deadLetter(envelope, attempts, failure);
        }
        delivery.settle(inbox, Outcome.deadLettered(attempts, failure));
    }
}
