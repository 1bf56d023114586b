package dev.troupe.samples.triage;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.Request;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.util.List;

/** Says what a policy forbids in a document. Lives on nodes with role {@code regulated}; its tools are a strict list. */
public final class PolicyAgent extends Agent<PolicyAgent.Command, PolicyAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("policy", Command.class);
    static final String TOPIC = "policy_result";

    /** The only tools this agent may use. */
    private static final List<String> TOOLS = List.of("CARD_NUMBERS", "IBANS", "LEGAL_HOLD");

    /** What it accepts. */
    public sealed interface Command {}

    /** Asks for a check of one document. */
    record Check(String documentId, String text) implements Command {}

    /** Asks what is forbidden in a text, without a document. */
    public record Review(String text) implements Command, Request<Reviewed> {}

    /** What was found in a text, masked. */
    public record Reviewed(List<Finding> findings) {}

    /** What was found in one document, masked. */
    @MessageName("policy.Checked")
    public record Checked(String documentId, List<Finding> findings) {}

    /** It keeps nothing. */
    public record State() {}

    private PolicyAgent(AgentContext<Command> context) {
        super(context);
    }

    public static AgentDefinition<Command, State> definition() {
        return AgentDefinition.of(TYPE, State.class, PolicyAgent::new)
                .withMessages(Checked.class, Reviewed.class)
                .withSubscription(Subscription.to(
                        DocumentReceived.TOPIC,
                        DocumentReceived.class,
                        document -> new Check(document.id(), document.text())))
                .withRole("regulated")
                .durable();
    }

    @Override
    protected State emptyState() {
        return new State();
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder()
                .onMessage(Check.class, this::onCheck)
                .onRequest(Review.class, this::onReview)
                .build();
    }

    private Effect<State> onCheck(State state, Check request) {
        return effects()
                .publish(
                        TopicId.of(TOPIC, context().self().key()),
                        new Checked(request.documentId(), PolicyRules.check(request.text(), TOOLS)));
    }

    private ReplyEffect<State, Reviewed> onReview(State state, Review request, ReplyTo<Reviewed> replyTo) {
        return effects().thenReply(new Reviewed(PolicyRules.check(request.text(), TOOLS)));
    }
}
