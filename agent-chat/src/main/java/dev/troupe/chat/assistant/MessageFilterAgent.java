package dev.troupe.chat.assistant;

import static java.util.Objects.requireNonNull;

import dev.troupe.chat.ChatAgent;
import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.Response;
import dev.troupe.chat.Team;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * An agent that hears only some of what is said: that of some sources, source by source in the order in which they are named.
 * First and last are meant among what was said since its own last turn.
 *
 * @param <S> what the agent remembers
 */
public final class MessageFilterAgent<S> implements ChatAgent<S> {

    /**
     * What is heard of one source.
     *
     * @param count how many messages; negative for the last ones, 0 for all
     */
    private record Heard(String source, int count) {
        List<ChatMessage> of(List<ChatMessage> messages) {
            var all = messages.stream()
                    .filter(each -> each.source().equals(source))
                    .toList();
            int size = Math.min(all.size(), Math.abs(count));
            if (count == 0) {
                return all;
            }
            return count > 0 ? all.subList(0, size) : all.subList(all.size() - size, all.size());
        }
    }

    private final ChatAgent<S> agent;
    private final List<Heard> filters;

    private MessageFilterAgent(ChatAgent<S> agent, List<Heard> filters) {
        this.agent = agent;
        this.filters = List.copyOf(filters);
    }

    /** An agent that hears nothing yet. */
    public static <S> MessageFilterAgent<S> of(ChatAgent<S> agent) {
        return new MessageFilterAgent<>(requireNonNull(agent, "agent"), List.of());
    }

    /** Lets it hear all of a source. */
    public MessageFilterAgent<S> hearing(String source) {
        return with(new Heard(source, 0));
    }

    /**
     * Lets it hear the first messages of a source.
     *
     * @throws IllegalArgumentException if the count is not positive
     */
    public MessageFilterAgent<S> hearingFirst(int count, String source) {
        return with(new Heard(source, requirePositive(count)));
    }

    /**
     * Lets it hear the last messages of a source.
     *
     * @throws IllegalArgumentException if the count is not positive
     */
    public MessageFilterAgent<S> hearingLast(int count, String source) {
        return with(new Heard(source, -requirePositive(count)));
    }

    private MessageFilterAgent<S> with(Heard filter) {
        List<Heard> all = new ArrayList<>(filters);
        all.add(filter);
        return new MessageFilterAgent<>(agent, all);
    }

    private static int requirePositive(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("messages to hear: " + count + " (expected: >= 1)");
        }
        return count;
    }

    @Override
    public String name() {
        return agent.name();
    }

    @Override
    public String description() {
        return agent.description() + " (with message filtering)";
    }

    @Override
    public List<Team> teams() {
        return agent.teams();
    }

    @Override
    public Optional<Duration> turnTimeout() {
        return agent.turnTimeout();
    }

    @Override
    public Class<S> memoryType() {
        return agent.memoryType();
    }

    @Override
    public S emptyMemory() {
        return agent.emptyMemory();
    }

    @Override
    public CompletionStage<Response<S>> respond(S memory, List<ChatMessage> heard, ChatContext context) {
        var some = filters.stream().flatMap(filter -> filter.of(heard).stream()).toList();
        return agent.respond(memory, some, context);
    }

    @Override
    public CompletionStage<Response<S>> onInput(S memory, String input, ChatContext context) {
        return agent.onInput(memory, input, context);
    }
}
