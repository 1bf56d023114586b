package dev.troupe.chat.assistant;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatEvent.UserInputRequestedEvent;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Response;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A participant for whom a person speaks: its turn waits, without a thread, until somebody has said what to. Whoever has
 * handed off to it is handed back to.
 */
public final class UserProxyAgent implements ChatAgent<UserProxyAgent.Waiting> {

    /**
     * What it remembers while it waits.
     *
     * @param handedBy who has handed off to it; null if nobody has
     */
    public record Waiting(
            @JsonProperty("handed_by") @Nullable String handedBy) {}

    private final String name;
    private final String description;

    private UserProxyAgent(String name, String description) {
        this.name = AgentNames.require(name);
        this.description = requireNonNull(description, "description");
    }

    public static UserProxyAgent of(String name) {
        return new UserProxyAgent(name, "A human user");
    }

    public UserProxyAgent withDescription(String text) {
        return new UserProxyAgent(name, text);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Class<Waiting> memoryType() {
        return Waiting.class;
    }

    @Override
    public Waiting emptyMemory() {
        return new Waiting(null);
    }

    /** Asks a person; fails if the last message hands off to somebody else. */
    @Override
    public CompletionStage<Response<Waiting>> respond(Waiting memory, List<ChatMessage> heard, ChatContext context) {
        @Nullable HandoffMessage handoff = lastHandoff(heard);
        if (handoff != null && !handoff.target().equals(name)) {
            return CompletableFuture.failedFuture(new IllegalStateException(
                    "handoff of " + handoff.source() + " to '" + handoff.target() + "' (expected: to '" + name + "')"));
        }
        var origin = context.nextOrigin();
        var prompt = handoff == null
                ? "Enter your response: "
                : "Handoff received from " + handoff.source() + ". Enter your response: ";
        return CompletableFuture.completedFuture(new Response.AwaitingInput<>(
                new Waiting(handoff == null ? null : handoff.source()),
                new UserInputRequestedEvent(origin, origin.id(), prompt)));
    }

    @Override
    public CompletionStage<Response<Waiting>> onInput(Waiting memory, String input, ChatContext context) {
        var origin = context.nextOrigin();
        var message = memory.handedBy() == null
                ? new TextMessage(origin, input)
                : new HandoffMessage(origin, input, memory.handedBy());
        return CompletableFuture.completedFuture(Response.of(emptyMemory(), message));
    }

    private static @Nullable HandoffMessage lastHandoff(List<ChatMessage> heard) {
        return !heard.isEmpty() && heard.get(heard.size() - 1) instanceof HandoffMessage handoff ? handoff : null;
    }
}
