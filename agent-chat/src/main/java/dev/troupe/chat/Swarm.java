package dev.troupe.chat;

import dev.troupe.chat.ChatMessage.HandoffMessage;
import java.util.List;

/** Whoever the last handoff names; the first participant as long as there was none. */
record Swarm(List<String> names) implements Speakers {
    Swarm {
        names = List.copyOf(names);
    }

    @Override
    public Choice choose(SpeakerMemory memory, List<ChatItem> conversation) {
        for (int i = conversation.size() - 1; i >= 0; i--) {
            if (conversation.get(i) instanceof HandoffMessage handoff) {
                if (!names.contains(handoff.target())) {
                    throw new NoSpeakerException("handoff of " + handoff.source() + ": target '" + handoff.target()
                            + "' (expected: one of " + names
                            + "; to go on, give a task with a handoff message to one of them)");
                }
                return new Choice(handoff.target(), memory);
            }
        }
        return new Choice(names.get(0), memory);
    }
}
