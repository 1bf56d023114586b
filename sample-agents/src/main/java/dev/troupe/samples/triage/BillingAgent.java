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
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Takes what was decided to be billing's. Nobody knows this type until a node that hosts it joins: it is added to a
 * running system.
 */
public final class BillingAgent extends Agent<BillingAgent.Command, BillingAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("billing", Command.class);

    private static final String QUEUE = "billing";
    private static final int KEPT = 20_000;

    /** What it accepts. */
    public sealed interface Command {}

    /** A decision, for whichever queue. */
    record Decided(String documentId, String queue) implements Command {}

    /** Asks how many documents it has heard of, and how many are billing's. */
    public record Count() implements Command, Request<Totals> {}

    /** The answer. */
    public record Totals(int heard, int taken) {}

    /** What it has taken. */
    public record State(int heard, Set<String> taken) {}

    private BillingAgent(AgentContext<Command> context) {
        super(context);
    }

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, BillingAgent::new)
                .withMessages(Totals.class)
                .withSubscription(Subscription.to(
                        TriageAgent.TOPIC,
                        TriageAgent.Decision.class,
                        decision -> new Decided(decision.documentId(), decision.queue())))
                .withRole("billing");
    }

    @Override
    protected State emptyState() {
        return new State(0, Set.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Decided.class, this::onDecided)
                .onRequest(Count.class, this::onCount)
                .build();
    }

    private Effect<State> onDecided(State state, Decided decided) {
        Set<String> taken = new LinkedHashSet<>(state.taken());
        if (decided.queue().equals(QUEUE) && taken.size() < KEPT) {
            taken.add(decided.documentId());
        }
        return effects().persist(new State(state.heard() + 1, taken));
    }

    private ReplyEffect<State, Totals> onCount(State state, Count request, ReplyTo<Totals> replyTo) {
        return effects().thenReply(new Totals(state.heard(), state.taken().size()));
    }
}
