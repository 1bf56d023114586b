package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Who speaks when: the difference between kinds of teams. An instance is shared by all conversations, on every thread, and
 * keeps nothing of them: what it remembers of a conversation is a value of {@code M}.
 *
 * @param <M> what it remembers of a conversation; immutable, and becomes JSON. What grows comes first
 */
public interface TeamManager<M> {

    /**
     * What comes next.
     *
     * @param memory what the manager remembers from now on
     * @param said what it says to all, and shows to those who watch, before the next turns; their {@code source} is the
     *     manager's
     * @param speakers whose turn it is now, all at once; the manager is asked again when all have spoken
     * @param stopReason why the team is done; null if it goes on
     * @param forgetBefore whether the participants forget all that was said before {@code said}
     */
    record Decision<M>(
            M memory,
            List<ChatItem> said,
            List<String> speakers,
            @Nullable String stopReason,
            boolean forgetBefore) {
        public Decision {
            requireNonNull(memory, "memory");
            said = List.copyOf(said);
            speakers = List.copyOf(speakers);
            if (Set.copyOf(speakers).size() < speakers.size()) {
                throw new IllegalArgumentException("speakers: " + speakers + " (expected: each once)");
            }
            if (speakers.isEmpty() == (stopReason == null)) {
                throw new IllegalArgumentException("decision: speakers " + speakers + ", stop reason " + stopReason
                        + " (expected: one of the two)");
            }
        }

        /** One participant is next. */
        public static <M> Decision<M> speak(M memory, String speaker) {
            return new Decision<>(memory, List.of(), List.of(speaker), null, false);
        }

        /** Several participants are next, at once. */
        public static <M> Decision<M> speak(M memory, List<String> speakers) {
            return new Decision<>(memory, List.of(), speakers, null, false);
        }

        /** The team is done. */
        public static <M> Decision<M> stop(M memory, String reason) {
            return new Decision<>(memory, List.of(), List.of(), reason, false);
        }

        /** Returns the same, with something said before it. */
        public Decision<M> saying(List<? extends ChatItem> items) {
            return new Decision<>(memory, List.copyOf(items), speakers, stopReason, forgetBefore);
        }

        /** Returns the same, with participants that forget all that was said before. */
        public Decision<M> forgettingBefore() {
            return new Decision<>(memory, said, speakers, stopReason, true);
        }
    }

    /** Returns its name: the source of what it says. */
    String name();

    Class<M> memoryType();

    /** Returns what it remembers before the first run. */
    M emptyMemory();

    /**
     * Decides, at the beginning of a run and each time that all whose turn it was have spoken. Called once per turn; a
     * stage that fails ends the run with {@code HANDLER_ERROR}, one that fails with {@link NoSpeakerException} with {@code
     * REJECTED}.
     *
     * @param conversation all that was said and happened, in order
     * @param context of the team
     */
    CompletionStage<Decision<M>> decide(M memory, List<ChatItem> conversation, ChatContext context);

    /** Tells whether a team must say when a run ends, since this manager may never do so. */
    default boolean needsTermination() {
        return false;
    }

    /** Returns the {@code type} of its state as it is saved. */
    default String stateType() {
        return "BaseGroupChatManagerState";
    }
}
