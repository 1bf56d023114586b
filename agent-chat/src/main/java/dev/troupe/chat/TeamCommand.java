package dev.troupe.chat;

import dev.troupe.agent.MessageName;
import dev.troupe.agent.Request;
import java.util.List;

/** What a team is told. */
sealed interface TeamCommand {

    /** Work on a task, or go on if there is none. */
    @MessageName("chat.Run")
    record Run(List<ChatMessage> task) implements TeamCommand, Request<TaskResult> {
        public Run {
            task = List.copyOf(task);
        }
    }

    /** Forget the conversation. */
    @MessageName("chat.Reset")
    record Reset() implements TeamCommand, Request<Done> {}

    /** End after the turn that is under way. */
    @MessageName("chat.RequestStop")
    record RequestStop() implements TeamCommand, Request<Done> {}

    @MessageName("chat.Done")
    record Done() {}
}
