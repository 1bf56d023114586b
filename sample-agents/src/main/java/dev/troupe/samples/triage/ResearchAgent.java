package dev.troupe.samples.triage;

import com.typesafe.config.Config;
import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentType;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Subscription;
import dev.troupe.agent.TopicId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Says what a document is about. Lives on nodes with role {@code gpu}, the only ones that load the model. */
public final class ResearchAgent extends Agent<ResearchAgent.Command, ResearchAgent.State> {
    public static final AgentType<Command> TYPE = AgentType.of("research", Command.class);
    static final String TOPIC = "research_result";

    /** What it accepts. */
    public sealed interface Command {}

    /** Asks for the label of one document. */
    record Classify(String documentId, String text) implements Command {}

    /** The label of one document. */
    @MessageName("research.Classified")
    public record Classified(String documentId, String queue, double score) {}

    /** It keeps nothing: the same text always gets the same label. */
    public record State() {}

    private final Supplier<TextClassifier> classifier;
    private final Optional<SecondOpinion> secondOpinion;

    private ResearchAgent(
            AgentContext<Command> context, Supplier<TextClassifier> classifier, Optional<SecondOpinion> secondOpinion) {
        super(context);
        this.classifier = classifier;
        this.secondOpinion = secondOpinion;
    }

    /**
     * Uses the embedding model of the class path; it is loaded with the first document.
     *
     * @param config says whether a model is asked where that one does not know
     */
    public static AgentDefinition<Command, State> definition(Config config) {
        return definition(EmbeddingClassifier::load, SecondOpinion.of(config));
    }

    static AgentDefinition<Command, State> definition(Supplier<TextClassifier> classifier) {
        return definition(classifier, Optional.empty());
    }

    static AgentDefinition<Command, State> definition(
            Supplier<TextClassifier> classifier, Optional<SecondOpinion> secondOpinion) {
        var once = new Once<>(classifier);
        return AgentDefinition.of(TYPE, State.class, context -> new ResearchAgent(context, once, secondOpinion))
                .withMessages(Classified.class)
                .withSubscription(Subscription.to(
                        DocumentReceived.TOPIC,
                        DocumentReceived.class,
                        document -> new Classify(document.id(), document.text())))
                .withRole("gpu");
    }

    @Override
    protected State emptyState() {
        return new State();
    }

    @Override
    protected Handlers<Command, State> handlers() {
        return newHandlersBuilder().onMessage(Classify.class, this::onClassify).build();
    }

    private Effect<State> onClassify(State state, Classify request) {
        var topic = TopicId.of(TOPIC, context().self().key());
        return await(context()
                .blocking(() -> classifier.get().classify(request.text()))
                .thenCompose(label -> reviewed(label, request.text()))
                .thenApply(label ->
                        effects().publish(topic, new Classified(request.documentId(), label.queue(), label.score()))));
    }

    private CompletionStage<Label> reviewed(Label label, String text) {
        return secondOpinion.isEmpty() || !label.queue().equals(Label.MANUAL)
                ? CompletableFuture.completedFuture(label)
                : secondOpinion.get().ask(context(), text, label);
    }

    /** Makes a value when it is first needed, once for all agents of the node. */
    private static final class Once<T> implements Supplier<T> {
        private final Supplier<T> make;
        private volatile @org.jspecify.annotations.Nullable T made;

        Once(Supplier<T> make) {
            this.make = make;
        }

        @Override
        public T get() {
            T value = made;
            if (value != null) {
                return value;
            }
            synchronized (this) {
                T again = made;
                if (again == null) {
                    again = make.get();
                    made = again;
                }
                return again;
            }
        }
    }
}
