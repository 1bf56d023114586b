package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.Request;
import dev.troupe.chat.ChatMessage.TextMessage;
import dev.troupe.chat.Participant.Input;
import dev.troupe.chat.Participant.Saved;
import dev.troupe.chat.TeamCommand.CancelRun;
import dev.troupe.chat.TeamCommand.Done;
import dev.troupe.chat.TeamCommand.Load;
import dev.troupe.chat.TeamCommand.Pause;
import dev.troupe.chat.TeamCommand.RequestStop;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Resume;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.TeamCommand.Save;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/**
 * One conversation of a team, seen from outside. Thread-safe. Stages fail only with {@link
 * dev.troupe.agent.AgentException}.
 */
public final class Conversation {
    private static final String USER = "user";
    private static final Duration ANSWER_TIMEOUT = Duration.ofMinutes(1);

    private final AgentRuntime runtime;
    private final Team team;
    private final AgentRef<TeamCommand> ref;

    Conversation(AgentRuntime runtime, Team team, String key) {
        this.runtime = runtime;
        this.team = team;
        this.ref = team.type().ref(key);
    }

    /**
     * Has the team work on a task, said by {@code user}, behind what was said before.
     *
     * @return fails with {@code REJECTED} if the team is busy with another task or nobody can speak, with {@code
     *     HANDLER_ERROR} if a participant's turn, the manager or an intervention failed, with {@code CANCELLED} after
     *     {@link #cancel}, with {@code TIMEOUT} after the run timeout of the team, which goes on nevertheless
     */
    public CompletionStage<TaskResult> run(String task) {
        return run(said(task));
    }

    /** As {@link #run(String)}, with messages of anybody; without any the team goes on where it was. */
    public CompletionStage<TaskResult> run(List<ChatMessage> task) {
        return runtime.ask(ref, Run.of(task), team.options().runTimeout());
    }

    /** Lets the team go on where it was. */
    public CompletionStage<TaskResult> run() {
        return run(List.of());
    }

    /**
     * As {@link #run(String)}, and shows what is said and happens as it does. The run begins when somebody subscribes; one
     * may. Every item of the result comes once, in order, then the {@link TaskResult}; pieces of answers that are still
     * being made ({@link ChatEvent.StreamingChunkEvent}) come in between, live and at most once, and are not part of the
     * result. Where somebody asks for items more slowly than they come, up to 1,000 wait; further pieces are dropped, items
     * follow at the end of the run. The stream fails with what {@link #run(String)} fails with. Who cancels the subscription
     * no longer watches; the run goes on.
     */
    public Flow.Publisher<RunItem> runStream(String task) {
        return runStream(said(task));
    }

    /** As {@link #runStream(String)}, with messages of anybody; without any the team goes on where it was. */
    public Flow.Publisher<RunItem> runStream(List<ChatMessage> task) {
        return new RunStream(runtime, team, ref.key(), task);
    }

    /** Asks for the end after the turn that is under way; see {@link Conditions#external}. */
    public CompletionStage<Void> requestStop() {
        return tell(new RequestStop());
    }

    /**
     * Ends the run now: what its participants are doing is cancelled, calls of models and tools too, and the run fails with
     * {@code CANCELLED} when they have ended. The turns under way leave no trace in the conversation; what was said before
     * stays. Does nothing if the team is not busy. While a manager decides who is next, it is waited for.
     */
    public CompletionStage<Void> cancel() {
        return tell(new CancelRun());
    }

    /**
     * Lets no further turn begin until {@link #resume}; the turns under way end as usual. The run stays open.
     *
     * @return fails with {@code REJECTED} if the team is not busy
     */
    public CompletionStage<Void> pause() {
        return tell(new Pause());
    }

    /** Lets a run go on that was paused; does nothing if none is. */
    public CompletionStage<Void> resume() {
        return tell(new Resume());
    }

    /**
     * Says what a participant waits for, after its {@link ChatEvent.UserInputRequestedEvent}. Its turn goes on with that.
     *
     * @param participant its name; in a team within the team, {@code <team>.<participant>}
     * @return fails with {@code REJECTED} if it does not wait
     * @throws IllegalArgumentException if there is no such participant
     */
    public CompletionStage<Void> giveInput(String participant, String text) {
        return runtime.ask(
                        seat(participant).type().ref(ref.key()),
                        new Input(text),
                        team.options().turnTimeout())
                .thenAccept(done -> {});
    }

    private Seat seat(String path) {
        var place = team;
        var names = List.of(path.split("\\.", -1));
        for (String name : names.subList(0, names.size() - 1)) {
            var seat = place.seats().get(name);
            if (seat == null || !(seat.member() instanceof Team inner)) {
                throw unknown(path, place);
            }
            place = inner;
        }
        var seat = place.seats().get(names.get(names.size() - 1));
        if (seat == null) {
            throw unknown(path, place);
        }
        return seat;
    }

    private static IllegalArgumentException unknown(String path, Team place) {
        return new IllegalArgumentException("participant: '" + path + "' (expected: one of "
                + place.seats().keySet() + " of team '" + place.name() + "')");
    }

    /** Has the team and its participants forget the conversation; fails with {@code REJECTED} while it is busy. */
    public CompletionStage<Void> reset() {
        return tell(new Reset());
    }

    /**
     * Returns the conversation, and what its participants remember of it, in the structure of AutoGen's {@code save_state};
     * fails with {@code REJECTED} while the team is busy.
     */
    public CompletionStage<JsonNode> save() {
        return runtime.ask(ref, new Save(), ANSWER_TIMEOUT).thenApply(Saved::state);
    }

    /**
     * Goes on from what {@link #save} has returned, or AutoGen's {@code save_state} of such a team.
     *
     * @return fails with {@code REJECTED} while the team is busy, and if it is the state of another kind of team or other
     *     participants; after {@code HANDLER_ERROR} some participants may have loaded theirs: load again, or {@link #reset}
     */
    public CompletionStage<Void> load(JsonNode state) {
        return tell(new Load(requireNonNull(state, "state")));
    }

    private <Q extends TeamCommand & Request<Done>> CompletionStage<Void> tell(Q command) {
        return runtime.ask(ref, command, ANSWER_TIMEOUT).thenAccept(done -> {});
    }

    private static List<ChatMessage> said(String task) {
        return List.of(new TextMessage(Origin.of(UUID.randomUUID().toString(), USER, Instant.now()), task));
    }
}
