package dev.troupe.chat;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.troupe.chat.ChatMessage.HandoffMessage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whoever the last handoff names; the first participant as long as there was none. */
record Swarm(List<String> names) implements TeamManager<Swarm.Current> {

    /** Whose turn it was last. */
    record Current(@JsonProperty("current_speaker") String speaker) {}

    Swarm {
        names = List.copyOf(names);
    }

    @Override
    public String name() {
        return "SwarmGroupChatManager";
    }

    @Override
    public Class<Current> memoryType() {
        return Current.class;
    }

    @Override
    public Current emptyMemory() {
        return new Current(names.get(0));
    }

    @Override
    public String stateType() {
        return "SwarmManagerState";
    }

    @Override
    public CompletionStage<Decision<Current>> decide(
            Current current, List<ChatItem> conversation, ChatContext context) {
        String next = next(conversation);
        return CompletableFuture.completedFuture(Decision.speak(new Current(next), next));
    }

    private String next(List<ChatItem> conversation) {
        for (int i = conversation.size() - 1; i >= 0; i--) {
            if (conversation.get(i) instanceof HandoffMessage handoff) {
                if (!names.contains(handoff.target())) {
                    throw new NoSpeakerException("handoff of " + handoff.source() + ": target '" + handoff.target()
                            + "' (expected: one of " + names
                            + "; to go on, give a task with a handoff message to one of them)");
                }
                return handoff.target();
            }
        }
        return names.get(0);
    }
}
