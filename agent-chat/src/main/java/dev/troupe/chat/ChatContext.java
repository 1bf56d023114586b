package dev.troupe.chat;

import dev.troupe.agent.Step;
import java.time.Clock;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a participant has in one turn. Valid until the turn ends. */
public interface ChatContext {
    /** Returns the conversation: the key of the team. */
    String conversation();

    /** Returns the origin of a further message or event of this participant. The same ones come if the turn is run again. */
    Origin nextOrigin();

    /** See {@link dev.troupe.agent.AgentContext#clock}. */
    Clock clock();

    /** See {@link dev.troupe.agent.AgentContext#blocking}. */
    <T> CompletionStage<T> blocking(Supplier<T> work);

    /** See {@link dev.troupe.agent.AgentContext#step}. */
    <T> CompletionStage<T> step(Step step, Class<T> result, Function<String, T> effect);
}
