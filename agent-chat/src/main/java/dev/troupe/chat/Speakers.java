package dev.troupe.chat;

import java.util.List;

/** Who speaks when: the difference between kinds of teams. Pure. */
interface Speakers {
    /**
     * Who speaks next, and what to remember for the time after.
     *
     * @param next the name of a participant
     */
    record Choice(String next, SpeakerMemory memory) {}

    /**
     * Chooses; {@code conversation} is all that was said and happened so far.
     *
     * @throws NoSpeakerException if there is nobody
     */
    Choice choose(SpeakerMemory memory, List<ChatItem> conversation);
}
