package dev.troupe.chat.selector;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.ChatModel;
import dev.troupe.chat.ChatItem;
import dev.troupe.chat.ChatMessage;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.TeamMember;
import dev.troupe.chat.manager.Members;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Lets a model choose who speaks next, from what the participants can do and what was said; AutoGen's {@code
 * SelectorGroupChat}. Immutable.
 *
 * <p>The model is asked up to three times: an answer that names nobody, or several, or whoever must not be chosen, is sent
 * back with what is wrong with it. After that whoever was chosen last speaks again; at the beginning, the first candidate.
 * Where only one can be chosen the model is not asked. The answers are stored with the turn of a durable team.
 *
 * <p>The functions run on an agent's thread: they are quick, wait for nothing, and depend on the conversation only. What they
 * throw ends the run with {@code HANDLER_ERROR}.
 */
public final class SelectorManager {
    /** AutoGen's number. */
    static final int DEFAULT_ATTEMPTS = 3;

    private static final String DEFAULT_PROMPT = """
            You direct a conversation. These are the roles in it:
            {roles}

            This was said so far:

            {history}

            Choose which of {participants} goes on. Answer with that name, and nothing else.
            """;

    /** How the model is asked. */
    record Asking(String prompt, int attempts, UnaryOperator<List<ChatMessage>> history) {}

    /** Who may be chosen, and what others are told of it. */
    record Rules(
            boolean repeated,
            Function<List<ChatItem>, Optional<String>> selector,
            Optional<Function<List<ChatItem>, List<String>>> candidates,
            boolean teamEvents) {}

    private final ChatModel model;
    private final Asking asking;
    private final Rules rules;

    private SelectorManager(ChatModel model, Asking asking, Rules rules) {
        this.model = requireNonNull(model, "model");
        this.asking = asking;
        this.rules = rules;
    }

    /** Chooses with {@code model}, and never the same participant twice in a row. */
    public static SelectorManager of(ChatModel model) {
        return new SelectorManager(
                model,
                new Asking(DEFAULT_PROMPT, DEFAULT_ATTEMPTS, history -> history),
                new Rules(false, conversation -> Optional.empty(), Optional.empty(), false));
    }

    /** Asks with {@code prompt}: {@code {roles}}, {@code {participants}} and {@code {history}} are filled in. */
    public SelectorManager withPrompt(String prompt) {
        return with(new Asking(requireNonNull(prompt, "prompt"), asking.attempts(), asking.history()));
    }

    /** Asks the model at most {@code attempts} times for one choice; 3 unless it is said. */
    public SelectorManager withMaxAttempts(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("max attempts: " + attempts + " (expected: >= 1)");
        }
        return with(new Asking(asking.prompt(), attempts, asking.history()));
    }

    /** Shows the model what {@code history} makes of the messages so far; all of them unless it is said. */
    public SelectorManager withHistory(UnaryOperator<List<ChatMessage>> history) {
        return with(new Asking(asking.prompt(), asking.attempts(), requireNonNull(history, "history")));
    }

    /** Shows the model the last {@code messages} only. */
    public SelectorManager withLastMessages(int messages) {
        if (messages < 1) {
            throw new IllegalArgumentException("last messages: " + messages + " (expected: >= 1)");
        }
        return withHistory(all -> all.subList(Math.max(0, all.size() - messages), all.size()));
    }

    /** Lets a participant be chosen twice in a row. */
    public SelectorManager allowingRepeatedSpeaker() {
        return with(new Rules(true, rules.selector(), rules.candidates(), rules.teamEvents()));
    }

    /**
     * Asks {@code selector} first: whom it names speaks; if it names nobody, the model chooses. A name of nobody in the team
     * ends the run with {@code REJECTED}.
     *
     * @param selector of all that was said and happened
     */
    public SelectorManager withSelector(Function<List<ChatItem>, Optional<String>> selector) {
        requireNonNull(selector, "selector");
        return with(new Rules(rules.repeated(), selector, rules.candidates(), rules.teamEvents()));
    }

    /**
     * Lets the model choose from whom {@code candidates} names, also whoever spoke last. No name, or one of nobody in the
     * team, ends the run with {@code REJECTED}.
     *
     * @param candidates of all that was said and happened
     */
    public SelectorManager withCandidates(Function<List<ChatItem>, List<String>> candidates) {
        requireNonNull(candidates, "candidates");
        return with(new Rules(rules.repeated(), rules.selector(), Optional.of(candidates), rules.teamEvents()));
    }

    /** Tells those who watch who was chosen ({@link dev.troupe.chat.ChatEvent.SelectSpeakerEvent}). */
    public SelectorManager emittingTeamEvents() {
        return with(new Rules(rules.repeated(), rules.selector(), rules.candidates(), true));
    }

    /**
     * Returns the manager of a team of {@code members}.
     *
     * @throws IllegalArgumentException for fewer than two, or two of one name
     */
    public TeamManager<?> managing(List<? extends TeamMember> members) {
        return new Selector(model, asking, rules, Members.of(members, 2));
    }

    private SelectorManager with(Asking now) {
        return new SelectorManager(model, now, rules);
    }

    private SelectorManager with(Rules now) {
        return new SelectorManager(model, asking, now);
    }
}
