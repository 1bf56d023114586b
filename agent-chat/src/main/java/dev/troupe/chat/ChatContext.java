package dev.troupe.chat;

import dev.troupe.agent.Step;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
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

    /** See {@link dev.troupe.agent.AgentContext#traceparent}. */
    Optional<String> traceparent();

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
     * Gives a team a task, in the conversation that it has with this agent in this conversation. If the turn is run again,
     * the task is not: its result is taken, or waited for. The stage fails with {@link dev.troupe.agent.AgentException}, as
     * that of {@link Conversation#run(String)} does; it waits no longer than the turn may take.
     *
     * @param team one of {@link ChatAgent#teams}
     */
    CompletionStage<TaskResult> run(Team team, List<ChatMessage> task);

    /** As {@link #run}, and has the team forget first what was before. */
    CompletionStage<TaskResult> runAnew(Team team, List<ChatMessage> task);

    /** Calls {@code action}, once, if the run is cancelled before the turn has ended; at once if it is already. */
    void onCancel(Runnable action);
}
