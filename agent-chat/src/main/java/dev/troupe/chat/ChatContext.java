package dev.troupe.chat;

import dev.troupe.agent.Step;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a participant, or the manager of a team, has in one turn. Valid until the turn ends. Thread-safe. */
public interface ChatContext {
    /** Returns the conversation: the key of the team. */
    String conversation();

    /**
     * Returns the origin of a further message or event. The same ones come if the turn is run again, as long as they are
     * asked for in the same order.
     */
    Origin nextOrigin();

    /** See {@link dev.troupe.agent.AgentContext#clock}. */
    Clock clock();

    /** See {@link dev.troupe.agent.AgentContext#blocking}; its thread is interrupted when the run is cancelled. */
    <T> CompletionStage<T> blocking(Supplier<T> work);

    /** See {@link dev.troupe.agent.AgentContext#step}; its thread is interrupted when the run is cancelled. */
    <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect);

    /**
     * Shows an event at once to those who watch the run, such as a piece of an answer that is still being made. Live, at
     * most once; only what the turn returns becomes part of the conversation.
     */
    void show(ChatEvent event);

    /**
     * Gives a team a task, in a conversation of its own that begins with this and is part of this turn's. The stage fails
     * with {@link dev.troupe.agent.AgentException}, as that of {@link Conversation#run(String)} does.
     *
     * @param team one of {@link ChatAgent#teams}
     * @param name of the conversation among those of this agent: the same one goes on where it was
     */
    CompletionStage<TaskResult> run(Team team, String name, List<ChatMessage> task);

    /** Calls {@code action}, once, if the run is cancelled before the turn has ended; at once if it is already. */
    void onCancel(Runnable action);
}
