package dev.troupe.samples.triage;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Subscription;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Keeps the books of one tenant: which document went where, how often a decision came again, and whether the runtime
 * ever handed it the same message twice.
 */
public final class AuditAgent extends Agent<AuditAgent.Command, AuditAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("audit", Command.class);

    /** Documents and message ids kept per tenant. Beyond that {@link Totals#full} says that the books are incomplete. */
    static final int KEPT = 20_000;

    /** What it accepts. */
    public sealed interface Command {}

    /** A decision to enter. */
    record Enter(String documentId, String queue) implements Command {}

    /** Asks for the totals. */
    public record Count() implements Command, Request<Totals> {}

    /**
     * The books.
     *
     * @param queues the queue of each document
     * @param again decisions for a document that had one
     * @param appliedTwice messages that this agent saw twice
     * @param full whether something was not entered because the books are full
     */
    public record Totals(Map<String, String> queues, int again, int appliedTwice, boolean full) {}

    /** The books as they are kept. */
    public record State(
            Map<String, String> queues, Set<String> messageIds, int again, int appliedTwice, boolean full) {}

    private AuditAgent(AgentContext<Command> context) {
        super(context);
    }

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, AuditAgent::new)
                .withMessages(Totals.class)
                .withSubscription(Subscription.to(
                        TriageAgent.TOPIC,
                        TriageAgent.Decision.class,
                        decision -> new Enter(decision.documentId(), decision.queue())))
                .withRole("audit")
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State(Map.of(), Set.of(), 0, 0, false);
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Enter.class, this::onEnter)
                .onRequest(Count.class, this::onCount)
                .build();
    }

    private Effect<State> onEnter(State state, Enter decision) {
        if (state.messageIds().size() >= KEPT) {
            return effects()
                    .persist(new State(state.queues(), state.messageIds(), state.again(), state.appliedTwice(), true));
        }
        Set<String> ids = new LinkedHashSet<>(state.messageIds());
        boolean twice = !ids.add(context().message().messageId());
        Map<String, String> queues = new LinkedHashMap<>(state.queues());
        boolean again = queues.putIfAbsent(decision.documentId(), decision.queue()) != null;
        return effects()
                .persist(new State(
                        queues,
                        ids,
                        state.again() + (again && !twice ? 1 : 0),
                        state.appliedTwice() + (twice ? 1 : 0),
                        state.full()));
    }

    private ReplyEffect<State, Totals> onCount(State state, Count request, ReplyTo<Totals> replyTo) {
        return effects().thenReply(new Totals(state.queues(), state.again(), state.appliedTwice(), state.full()));
    }
}
