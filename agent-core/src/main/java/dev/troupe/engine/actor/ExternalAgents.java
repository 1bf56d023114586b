package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Publication;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.agent.TopicId;
import dev.troupe.engine.external.ServedDirectory;
import dev.troupe.engine.external.Workers;
import dev.troupe.message.Payload;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * What a gateway needs of the runtime of its node: it says here who serves what, and sends what external agents send.
 * Thread-safe. A payload over {@code troupe.message.max-payload} is thrown at once as {@link IllegalArgumentException};
 * everything else fails the stage.
 */
public final class ExternalAgents {
    private final RuntimeCore core;
    private final ServedDirectory directory;

    ExternalAgents(RuntimeCore core, ServedDirectory directory) {
        this.core = core;
        this.directory = directory;
    }

    /** Says who hands messages to workers; before anything is served. */
    public void open(Workers workers) {
        core.externals().open(workers);
    }

    public ServedDirectory directory() {
        return directory;
    }

    /**
     * Asks for an external agent. Cancelling the future cancels the request.
     *
     * @param sender null for a worker that asks by itself
     * @param options with an expiry, after which the request fails with {@code TIMEOUT}
     */
    public CompletableFuture<Payload> ask(
            @Nullable AgentId sender, AgentId target, Payload request, SendOptions options) {
        return core.entrance().askFor(sender, target, core.types().requireSize(request), options);
    }

    /** Publishes for an external agent, which does not hear it; see {@link dev.troupe.agent.AgentRuntime#publish}. */
    public CompletionStage<Publication> publish(
            @Nullable AgentId sender, TopicId topic, Payload event, SendOptions options) {
        return core.entrance().publishFor(sender, topic, core.types().requireSize(event), options);
    }

    /** Delivers an event once more to one subscriber that was over its limit when it was published. */
    public CompletionStage<Receipt> deliver(
            @Nullable AgentId sender, TopicId topic, AgentId subscriber, Payload event, SendOptions options) {
        return core.entrance().deliverFor(sender, topic, subscriber, event, options);
    }
}
