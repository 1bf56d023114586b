package dev.troupe.chat;

/**
 * What a team remembers of who has spoken.
 *
 * @param nextIndex of the participant that is next in the row
 */
record SpeakerMemory(int nextIndex) {
    static final SpeakerMemory START = new SpeakerMemory(0);
}
