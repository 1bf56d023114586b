package dev.troupe.chat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.MessageName;
import dev.troupe.agent.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a team is told. */
sealed interface TeamCommand {
    String SHOWN = "chat.Shown";

    /**
     * Work on a task, or go on if there is none.
     *
     * @param watched whether to show what is said and happens as it does
     * @param id whoever gives the same task again under its id gets the result of the one run; null for another run each time
     */
    @MessageName("chat.Run")
    record Run(
            List<ChatMessage> task,
            boolean watched,
            @Nullable String id) implements TeamCommand, Request<TaskResult> {
        public Run {
            task = task == null ? List.of() : List.copyOf(task);
        }
    }

    /** End after the turn that is under way. */
    @MessageName("chat.RequestStop")
    record RequestStop() implements TeamCommand, Request<Done> {}

    /** End now. */
    @MessageName("chat.CancelRun")
    record CancelRun() implements TeamCommand, Request<Done> {}

    /** Begin no further turn. */
    @MessageName("chat.Pause")
    record Pause() implements TeamCommand, Request<Done> {}

    @MessageName("chat.Resume")
    record Resume() implements TeamCommand, Request<Done> {}

    /** Forget the conversation. */
    @MessageName("chat.Reset")
    record Reset() implements TeamCommand, Request<Done> {}

    @MessageName("chat.Save")
    record Save() implements TeamCommand, Request<Participant.Saved> {}

    @MessageName("chat.Load")
    record Load(JsonNode state) implements TeamCommand, Request<Done> {}

    @MessageName("chat.Done")
    record Done() {}

    /**
     * Something that was said or happened, for those who watch.
     *
     * @param index its place among the messages of the run's result; null while the turn is under way that it is of
     */
    @MessageName(SHOWN)
    record Shown(@Nullable Integer index, ChatItem item) {}
}
