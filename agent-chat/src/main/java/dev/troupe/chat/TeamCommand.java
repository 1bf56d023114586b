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
     * @param watched whether to publish what is said and happens with the turn that it is of; otherwise it is shown live only
     * @param watcher is on what is shown, so that a watcher knows this run by it; null if that is of no use
     * @param id whoever gives the same task again under its id gets the result of the one run; null for another run each time
     */
    @MessageName("chat.Run")
    record Run(
            List<ChatMessage> task,
            boolean watched,
            @Nullable String watcher,
            @Nullable String id) implements TeamCommand, Request<TaskResult> {
        public Run {
            task = task == null ? List.of() : List.copyOf(task);
        }

        /** A task that nobody watches. */
        static Run of(List<ChatMessage> task) {
            return new Run(task, false, null, null);
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

    /** Something happened in a turn that goes on. */
    @MessageName("chat.Happened")
    record Happened(String speaker, List<ChatItem> items) implements TeamCommand {
        public Happened {
            items = List.copyOf(items);
        }
    }

    /** What was said and happened in the run of a watcher, from a place among the messages of its result. */
    @MessageName("chat.ItemsSince")
    record ItemsSince(int from, String watcher) implements TeamCommand, Request<Items> {}

    @MessageName("chat.Items")
    record Items(List<ChatItem> items) {
        public Items {
            items = List.copyOf(items);
        }
    }

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
     * @param watcher of the run; null if the run names none, or the item has no place yet
     */
    @MessageName(SHOWN)
    record Shown(
            @Nullable Integer index,
            ChatItem item,
            @Nullable String watcher) {}

    /** The run is still paused; so an agent in memory stays. */
    @MessageName("chat.StillPaused")
    record StillPaused() implements TeamCommand {}
}
