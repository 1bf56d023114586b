package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.Effect;
import dev.troupe.agent.EffectBuilder;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.chat.Participant.Forget;
import dev.troupe.chat.Participant.Speak;
import dev.troupe.chat.Participant.Spoken;
import dev.troupe.chat.TeamCommand.Done;
import dev.troupe.chat.TeamCommand.RequestStop;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Run;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A team in one conversation: asks one participant after the other, and stops when the team's condition is met. */
final class TeamAgent extends Agent<TeamCommand, TeamState> {
    private final Team team;

    private TeamAgent(AgentContext<TeamCommand> context, Team team) {
        super(context);
        this.team = team;
    }

    static AgentDefinition<TeamCommand, TeamState> definition(Team team) {
        return AgentDefinition.of(team.type(), TeamState.class, context -> new TeamAgent(context, team))
                .withMessages(TaskResult.class, Done.class);
    }

    @Override
    protected TeamState emptyState() {
        return TeamState.EMPTY;
    }

    @Override
    protected Handlers<TeamCommand, TeamState> handlers() {
        return newHandlersBuilder()
                .onRequest(Run.class, this::onRun)
                .onRequest(RequestStop.class, this::onRequestStop)
                .onRequest(Reset.class, this::onReset)
                .onReply(Speak.class, this::onSpoken)
                .onFailure(Speak.class, this::onFailed)
                .build();
    }

    private ReplyEffect<TeamState, TaskResult> onRun(TeamState state, Run task, ReplyTo<TaskResult> replyTo) {
        if (state.run() != null) {
            return effects().thenReject(busy("run"));
        }
        var start = team.options()
                .termination()
                .map(condition -> condition.start(context().clock().instant()));
        int from = state.conversation().size();
        var run = new TeamState.Run(replyTo, from, 0, start.orElse(null), false, "");
        var told = state.plus(task.task()).withRun(run);
        try {
            return (task.task().isEmpty() ? nextTurn(told) : stopOrGoOn(told, task.task(), 0)).thenDeferReply();
        } catch (NoSpeakerException e) {
            return effects().thenReject(rejected(e));
        }
    }

    private ReplyEffect<TeamState, Done> onRequestStop(TeamState state, RequestStop request, ReplyTo<Done> replyTo) {
        var run = state.run();
        var effects = run == null ? effects() : effects().persist(state.withRun(run.stopping()));
        return effects.thenReply(new Done());
    }

    private ReplyEffect<TeamState, Done> onReset(TeamState state, Reset reset, ReplyTo<Done> replyTo) {
        if (state.run() != null) {
            return effects().thenReject(busy("reset"));
        }
        EffectBuilder<TeamState> effects = effects().persist(TeamState.EMPTY);
        for (var member : team.members().values()) {
            effects = effects.send(member.type().ref(context().self().key()), new Forget());
        }
        return effects.thenReply(new Done());
    }

    private Failure rejected(NoSpeakerException e) {
        return Failure.rejected("team " + context().self() + ": " + e.getMessage());
    }

    private Failure busy(String what) {
        return Failure.rejected(
                "team " + context().self() + " is busy with a task (expected: " + what + " after it has stopped)");
    }

    private Effect<TeamState> onSpoken(TeamState state, Speak asked, Spoken spoken) {
        var run = running(state);
        if (spoken.message() == null) {
            return speak(state, run.speaker(), spoken.heard());
        }
        List<ChatItem> news = new ArrayList<>(spoken.events());
        news.add(spoken.message());
        var told = state.plus(news).heardBy(run.speaker(), asked.to());
        try {
            return stopOrGoOn(told, news, run.turns() + 1);
        } catch (NoSpeakerException e) {
            return effects().persist(told.withRun(null)).reject(run.replyTo(), rejected(e));
        }
    }

    private Effect<TeamState> onFailed(TeamState state, Speak asked, Failure failure) {
        var run = running(state);
        var named = new Failure(failure.kind(), "participant " + run.speaker() + ": " + failure.message());
        return effects().persist(state.withRun(null)).reject(run.replyTo(), named);
    }

    private EffectBuilder<TeamState> stopOrGoOn(TeamState state, List<? extends ChatItem> news, int turns) {
        var run = running(state);
        var progress = progress(run, news);
        if (progress != null && progress.stopReason() != null) {
            return stop(state, progress.stopReason());
        }
        var maxTurns = team.options().maxTurns();
        if (maxTurns.isPresent() && turns >= maxTurns.get()) {
            return stop(state, "Maximum number of turns " + maxTurns.get() + " reached.");
        }
        return nextTurn(state.withRun(run.withProgress(progress, turns)));
    }

    private @Nullable Progress progress(TeamState.Run run, List<? extends ChatItem> news) {
        var condition = team.options().termination();
        if (condition.isEmpty()) {
            return null;
        }
        var situation =
                new TerminationCondition.Situation(news, context().clock().instant(), run.stopRequested());
        return condition.get().check(requireNonNull(run.progress(), "progress"), situation);
    }

    private EffectBuilder<TeamState> stop(TeamState state, String reason) {
        var run = running(state);
        var said = state.conversation().subList(run.from(), state.conversation().size());
        return effects().persist(state.withRun(null)).reply(run.replyTo(), new TaskResult(said, reason));
    }

    private EffectBuilder<TeamState> nextTurn(TeamState state) {
        var choice = team.speakers().choose(state.speakers(), state.conversation());
        var run = running(state).withSpeaker(choice.next());
        return speak(state.withSpeakers(choice.memory()).withRun(run), choice.next(), state.heardBy(choice.next()));
    }

    private EffectBuilder<TeamState> speak(TeamState state, String speaker, int from) {
        var news = state.newsFor(speaker, from);
        var request = new Speak(from, news, state.conversation().size());
        return effects()
                .persist(state)
                .ask(
                        team.member(speaker).ref(context().self().key()),
                        request,
                        team.options().turnTimeout());
    }

    private static TeamState.Run running(TeamState state) {
        return requireNonNull(state.run(), "run: none (expected: one, since a turn is under way)");
    }
}
