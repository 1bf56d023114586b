package dev.troupe.samples.triage;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides which queue a document goes to, once it knows what the document is about and what a policy forbids in it. One
 * agent per tenant. A document that is published again after its decision gets the same decision again.
 */
public final class TriageAgent extends Agent<TriageAgent.Command, TriageAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("triage", Command.class);

    /** The topic type of decisions. */
    public static final String TOPIC = "triage_decision";

    /** Open and decided documents that are remembered per tenant; the oldest is forgotten beyond that. */
    static final int REMEMBERED = 2_000;

    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What it accepts. */
    public sealed interface Command {}

    /** A document to decide about. */
    record Received(String documentId, String name) implements Command {}

    /** What it is about. */
    record Labelled(String documentId, String queue) implements Command {}

    /** What is forbidden in it. */
    record Checked(String documentId, boolean clean, String reason) implements Command {}

    /** A reminder: whoever has not answered by now is not waited for. */
    record GiveUp(String documentId) implements Command {}

    /** Where a document goes, and why. */
    @MessageName("triage.Decision")
    public record Decision(String documentId, String name, String queue, String reason) {}

    /** What is known about a document. */
    record Case(
            @Nullable String name,
            @Nullable String queue,
            @Nullable Checked checked,
            @Nullable Decision decision) {
        static final Case UNKNOWN = new Case(null, null, null, null);
    }

    /** The documents of one tenant, oldest first. */
    public record State(Map<String, Case> cases) {
        State with(String documentId, Case known) {
            Map<String, Case> more = new LinkedHashMap<>(cases);
            more.put(documentId, known);
            if (more.size() > REMEMBERED) {
                more.remove(more.keySet().iterator().next());
            }
            return new State(more);
        }

        Case of(String documentId) {
            return cases.getOrDefault(documentId, Case.UNKNOWN);
        }
    }

    private TriageAgent(AgentContext<Command> context) {
        super(context);
    }

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, TriageAgent::new)
                .withMessages(Decision.class, DocumentReceived.class)
                .withSubscription(Subscription.to(
                        DocumentReceived.TOPIC,
                        DocumentReceived.class,
                        document -> new Received(document.id(), document.name())))
                .withSubscription(Subscription.to(
                        ResearchAgent.TOPIC,
                        ResearchAgent.Classified.class,
                        label -> new Labelled(label.documentId(), label.queue())))
                .withSubscription(Subscription.to(PolicyAgent.TOPIC, PolicyAgent.Checked.class, TriageAgent::checked))
                .withRole("triage");
    }

    private static Checked checked(PolicyAgent.Checked result) {
        return new Checked(
                result.documentId(),
                result.findings().isEmpty(),
                result.findings().isEmpty() ? "" : result.findings().get(0).toString());
    }

    @Override
    protected State emptyState() {
        return new State(Map.of());
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Received.class, this::onReceived)
                .onMessage(Labelled.class, this::onLabelled)
                .onMessage(Checked.class, this::onChecked)
                .onMessage(GiveUp.class, this::onGiveUp)
                .build();
    }

    private Effect<State> onReceived(State state, Received document) {
        var known = state.of(document.documentId());
        if (known.decision() != null) {
            return effects().publish(decisions(), known.decision());
        }
        var named = new Case(document.name(), known.queue(), known.checked(), null);
        return decided(state, document.documentId(), named, known.name() == null);
    }

    private Effect<State> onLabelled(State state, Labelled label) {
        var known = state.of(label.documentId());
        return known.decision() != null
                ? effects()
                : decided(
                        state, label.documentId(), new Case(known.name(), label.queue(), known.checked(), null), false);
    }

    private Effect<State> onChecked(State state, Checked checked) {
        var known = state.of(checked.documentId());
        return known.decision() != null
                ? effects()
                : decided(state, checked.documentId(), new Case(known.name(), known.queue(), checked, null), false);
    }

    private Effect<State> onGiveUp(State state, GiveUp reminder) {
        var known = state.of(reminder.documentId());
        if (known.decision() != null || known.name() == null) {
            return effects();
        }
        String missing = known.queue() == null ? "research" : "policy";
        return decide(state, reminder.documentId(), known, Label.MANUAL, "no answer from " + missing);
    }

    private Effect<State> decided(State state, String documentId, Case known, boolean isNew) {
        if (known.name() != null && known.checked() != null && !known.checked().clean()) {
            return decide(
                    state, documentId, known, PolicyRules.QUEUE, known.checked().reason());
        }
        if (known.name() != null && known.checked() != null && known.queue() != null) {
            return decide(state, documentId, known, known.queue(), "label");
        }
        var waiting = effects().persist(state.with(documentId, known));
        return isNew ? waiting.schedule(PATIENCE, new GiveUp(documentId)) : waiting;
    }

    private Effect<State> decide(State state, String documentId, Case known, String queue, String reason) {
        var decision = new Decision(documentId, String.valueOf(known.name()), queue, reason);
        return effects()
                .persist(state.with(documentId, new Case(known.name(), known.queue(), known.checked(), decision)))
                .publish(decisions(), decision);
    }

    private TopicId decisions() {
        return TopicId.of(TOPIC, context().self().key());
    }
}
