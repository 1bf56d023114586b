package dev.troupe.chat.magentic;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.model.chat.ChatModel;
import dev.troupe.chat.TeamManager;
import dev.troupe.chat.TeamMember;
import dev.troupe.chat.manager.Members;
import java.util.List;

/**
 * Lets a model lead the team; AutoGen's {@code MagenticOneGroupChat}. Immutable.
 *
 * <p>For a task the model writes down facts and a plan, which is what the participants are told of the task. Then, for each
 * turn, it answers in JSON whether the task is done, whether something moves, who is next, and with what instruction; an answer
 * that cannot be read is sent back with what is wrong with it, ten times at most, then the run ends with {@code HANDLER_ERROR}.
 * When nothing has moved three times, it writes facts and plan again, and the participants forget all but those. When the task
 * is done, or after twenty turns, it answers the task; the stop reason is the model's, or {@code Max rounds reached.} All
 * answers of the model are stored with the turn of a durable team. Images are shown to it as {@code [image]}.
 *
 * <p>The limit of turns is the manager's: give the team none of its own, or a greater one, else the task is not answered.
 */
public final class MagenticOneManager {
    static final int MAX_JSON_RETRIES = 10;
    private static final int MAX_STALLS = 3;
    private static final int MAX_TURNS = 20;

    /**
     * How far the orchestrator goes.
     *
     * @param teamEvents whether it tells those who watch whom it has chosen
     */
    record Limits(int maxTurns, int maxStalls, boolean teamEvents) {}

    private final ChatModel model;
    private final Limits limits;
    private final String finalAnswerPrompt;

    private MagenticOneManager(ChatModel model, Limits limits, String finalAnswerPrompt) {
        this.model = requireNonNull(model, "model");
        this.limits = limits;
        this.finalAnswerPrompt = requireNonNull(finalAnswerPrompt, "final answer prompt");
    }

    public static MagenticOneManager of(ChatModel model) {
        return new MagenticOneManager(model, new Limits(MAX_TURNS, MAX_STALLS, false), MagenticPrompts.FINAL_ANSWER);
    }

    /** Answers the task, done or not, when it has looked at the progress more than {@code turns} times; 20 unless it is said. */
    public MagenticOneManager withMaxTurns(int turns) {
        requirePositive(turns, "max turns");
        return with(new Limits(turns, limits.maxStalls(), limits.teamEvents()));
    }

    /** Plans again after {@code stalls} turns in which nothing moved; 3 unless it is said. */
    public MagenticOneManager withMaxStalls(int stalls) {
        requirePositive(stalls, "max stalls");
        return with(new Limits(limits.maxTurns(), stalls, limits.teamEvents()));
    }

    /** Asks for the answer to the task with {@code prompt}; {@code {task}} is filled in. */
    public MagenticOneManager withFinalAnswerPrompt(String prompt) {
        return new MagenticOneManager(model, limits, prompt);
    }

    /** Tells those who watch who was chosen ({@link dev.troupe.chat.ChatEvent.SelectSpeakerEvent}). */
    public MagenticOneManager emittingTeamEvents() {
        return with(new Limits(limits.maxTurns(), limits.maxStalls(), true));
    }

    /**
     * Returns the manager of a team of {@code members}.
     *
     * @throws IllegalArgumentException for nobody, two of one name, or a member that is a team
     */
    public TeamManager<?> managing(List<? extends TeamMember> members) {
        var agents = Members.agents(members, 1);
        return new MagenticOrchestrator(model, limits, new MagenticPrompts(agents, finalAnswerPrompt));
    }

    private MagenticOneManager with(Limits now) {
        return new MagenticOneManager(model, now, finalAnswerPrompt);
    }

    private static void requirePositive(int value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
