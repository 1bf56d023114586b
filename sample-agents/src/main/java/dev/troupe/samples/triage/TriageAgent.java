package dev.troupe.samples.triage;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.EffectBuilder;
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
 * agent per tenant. A document that is published again after its decision gets the same decision again; one that is
 * published again before it is asked about anew, since whoever was to answer may have died with its node.
 */
public final class TriageAgent extends Agent<TriageAgent.Command, TriageAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("triage", Command.class);

    /** The topic type of decisions. */
    public static final String TOPIC = "triage_decision";

    /**
     * Documents that are remembered per tenant. Beyond that the oldest decision is forgotten; where all are open, the
     * oldest document goes to a person.
     */
    static final int REMEMBERED = 2_000;

    /** How long it waits for the label and the check of a document, counted from its last publication. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A document that is published more often than that is not waited for any longer. */
    static final int MAX_ASKED = 4;

    /** What it accepts. */
    public sealed interface Command {}

    /** A document to decide about. */
    record Received(String documentId, String name) implements Command {}

    /** What it is about. */
    record Labelled(String documentId, String queue) implements Command {}

    /** What is forbidden in it. */
    record Checked(String documentId, boolean clean, String reason) implements Command {}

    /** A reminder: whoever has not answered the question number {@code asked} by now is not waited for. */
    record GiveUp(String documentId, int asked) implements Command {}

    /** Where a document goes, and why. */
    @MessageName("triage.Decision")
    public record Decision(String documentId, String name, String queue, String reason) {}

    /**
     * What is known about a document.
     *
     * @param asked how often it was published while it was open; 0 if only answers have come
     */
    record Case(
            @Nullable String name,
            @Nullable String queue,
            @Nullable Checked checked,
            @Nullable Decision decision,
            int asked) {
        static final Case UNKNOWN = new Case(null, null, null, null, 0);

        boolean open() {
            return name != null && decision == null;
        }

        Case askedAgain(String documentName) {
            return new Case(documentName, queue, checked, null, Math.min(asked + 1, MAX_ASKED));
        }

        Case withQueue(String label) {
            return new Case(name, label, checked, decision, asked);
        }

        Case withChecked(Checked result) {
            return new Case(name, queue, result, decision, asked);
        }

        Case decided(Decision made) {
            return new Case(name, queue, checked, made, asked);
        }
    }

    /** The documents of one tenant, oldest first. */
    public record State(Map<String, Case> cases) {
        State with(String documentId, Case known) {
            Map<String, Case> more = new LinkedHashMap<>(cases);
            more.put(documentId, known);
            return new State(more);
        }

        State without(String documentId) {
            Map<String, Case> fewer = new LinkedHashMap<>(cases);
            fewer.remove(documentId);
            return new State(fewer);
        }

        Case of(String documentId) {
            return cases.getOrDefault(documentId, Case.UNKNOWN);
        }

        /** Returns the oldest document that nobody waits for a decision about; the oldest of all if there is none. */
        String leastNeeded() {
            return cases.entrySet().stream()
                    .filter(entry -> !entry.getValue().open())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElseGet(() -> cases.keySet().iterator().next());
        }
    }

    private final int remembered;

    private TriageAgent(AgentContext<Command> context, int remembered) {
        super(context);
        this.remembered = remembered;
    }

    public static AgentDefinition<Command, State> definition() {
        return definition(REMEMBERED);
    }

    static AgentDefinition<Command, State> definition(int remembered) {
        return AgentDefinition.of(TYPE, State.class, context -> new TriageAgent(context, remembered))
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
                .withRole("triage")
                .durable();
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
        var asked = known.askedAgain(document.name());
        var effect = learn(state, document.documentId(), asked);
        return asked.asked() == known.asked()
                ? effect
                : effect.schedule(PATIENCE, new GiveUp(document.documentId(), asked.asked()));
    }

    private Effect<State> onLabelled(State state, Labelled label) {
        var known = state.of(label.documentId());
        return known.decision() == null ? learn(state, label.documentId(), known.withQueue(label.queue())) : effects();
    }

    private Effect<State> onChecked(State state, Checked checked) {
        var known = state.of(checked.documentId());
        return known.decision() == null ? learn(state, checked.documentId(), known.withChecked(checked)) : effects();
    }

    private Effect<State> onGiveUp(State state, GiveUp reminder) {
        var known = state.of(reminder.documentId());
        if (!known.open() || known.asked() != reminder.asked()) {
            return effects();
        }
        String missing = known.queue() == null ? "research" : "policy";
        return decide(state, reminder.documentId(), known, Label.MANUAL, "no answer from " + missing);
    }

    private EffectBuilder<State> learn(State state, String documentId, Case known) {
        var checked = known.checked();
        if (known.open() && checked != null && !checked.clean()) {
            return decide(state, documentId, known, PolicyRules.QUEUE, checked.reason());
        }
        var queue = known.queue();
        if (known.open() && checked != null && queue != null) {
            return decide(state, documentId, known, queue, "label");
        }
        return remember(state.with(documentId, known));
    }

    private EffectBuilder<State> decide(State state, String documentId, Case known, String queue, String reason) {
        var decision = new Decision(documentId, String.valueOf(known.name()), queue, reason);
        return remember(state.with(documentId, known.decided(decision))).publish(decisions(), decision);
    }

    /** Makes room if it has to. A document that is still open does not just vanish. */
    private EffectBuilder<State> remember(State state) {
        if (state.cases().size() <= remembered) {
            return effects().persist(state);
        }
        String documentId = state.leastNeeded();
        var forgotten = state.of(documentId);
        var effect = effects().persist(state.without(documentId));
        return forgotten.open()
                ? effect.publish(
                        decisions(),
                        new Decision(
                                documentId,
                                String.valueOf(forgotten.name()),
                                Label.MANUAL,
                                "more than " + remembered + " open documents"))
                : effect;
    }

    private TopicId decisions() {
        return TopicId.of(TOPIC, context().self().key());
    }
}
