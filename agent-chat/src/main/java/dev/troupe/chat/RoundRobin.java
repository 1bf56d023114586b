package dev.troupe.chat;

import java.util.List;

/** One after the other, in their order. */
record RoundRobin(List<String> names) implements Speakers {
    RoundRobin {
        names = List.copyOf(names);
    }

    @Override
    public Choice choose(SpeakerMemory memory, List<ChatItem> conversation) {
        int index = memory.nextIndex() % names.size();
        return new Choice(names.get(index), new SpeakerMemory((index + 1) % names.size()));
    }
}
