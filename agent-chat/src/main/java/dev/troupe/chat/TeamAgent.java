package dev.troupe.chat;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.Agent;
import dev.troupe.agent.AgentContext;
import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRef;
import dev.troupe.agent.Effect;
import dev.troupe.agent.EffectBuilder;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Handlers;
import dev.troupe.agent.ReplyEffect;
import dev.troupe.agent.ReplyTo;
import dev.troupe.agent.TopicId;
import dev.troupe.chat.Participant.Forget;
import dev.troupe.chat.Participant.GiveUp;
import dev.troupe.chat.Participant.Saved;
import dev.troupe.chat.Participant.SetPaused;
import dev.troupe.chat.Participant.Speak;
import dev.troupe.chat.Participant.Spoken;
import dev.troupe.chat.TeamCommand.CancelRun;
import dev.troupe.chat.TeamCommand.Done;
import dev.troupe.chat.TeamCommand.Load;
import dev.troupe.chat.TeamCommand.Pause;
import dev.troupe.chat.TeamCommand.RequestStop;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Resume;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.TeamCommand.Save;
import dev.troupe.chat.TeamCommand.Shown;
import dev.troupe.chat.TeamManager.Decision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A team in one conversation: lets its manager decide whose turn it is, asks those, and stops when the team's condition is
 * met. While nobody speaks and the run is not paused, a manager decides; so a run always waits for somebody.
 *
 * @param <M> what the manager remembers
 */
final class TeamAgent<M> extends Agent<TeamCommand, TeamState> {
    private final Team team;
    private final TeamManager<M> manager;
    private final TeamRules rules;

    private TeamAgent(AgentContext<TeamCommand> context, Team team, TeamManager<M> manager) {
        super(context);
        this.team = team;
        this.manager = manager;
        this.rules = new TeamRules(team.options(), context.self().key());
    }

    static <M> AgentDefinition<TeamCommand, TeamState> definition(Team team, TeamManager<M> manager) {
        return AgentDefinition.of(team.type(), TeamState.class, context -> new TeamAgent<>(context, team, manager))
                .withMessages(TaskResult.class, Done.class, Saved.class, Shown.class);
    }

    @Override
    protected TeamState emptyState() {
        return TeamState.empty(ChatJson.tree(manager.emptyMemory()));
    }

    @Override
    protected Handlers<TeamCommand, TeamState> handlers() {
        return newHandlersBuilder()
                .onRequest(Run.class, this::onRun)
                .onRequest(RequestStop.class, this::onRequestStop)
                .onRequest(CancelRun.class, this::onCancel)
                .onRequest(Pause.class, this::onPause)
                .onRequest(Resume.class, this::onResume)
                .onRequest(Reset.class, this::onReset)
                .onRequest(Save.class, this::onSave)
                .onRequest(Load.class, this::onLoad)
                .onReply(Speak.class, this::onSpoken)
                .onFailure(Speak.class, this::onFailed)
                .build();
    }

    private ReplyEffect<TeamState, TaskResult> onRun(TeamState state, Run task, ReplyTo<TaskResult> replyTo) {
        if (state.run() != null) {
            return task.id() != null && task.id().equals(state.run().id())
                    ? effects()
                            .persist(state.withRun(state.run().answering(replyTo)))
                            .thenDeferReply()
                    : effects().thenReject(busy("run"));
        }
        if (state.last() != null && state.last().id().equals(task.id())) {
            return effects().thenReply(state.last().result());
        }
        var start = rules.start(context().clock().instant());
        var begun =
                state.withRun(TeamRun.begin(task, replyTo, state.conversation().size(), start));
        CompletionStage<EffectBuilder<TeamState>> effects;
        try {
            var told = begun.plus(rules.let(task.task()));
            effects = task.task().isEmpty() ? decide(told) : next(told, newsOf(told, begun));
        } catch (IllegalStateException e) {
            return effects().thenReject(TeamRules.failureOf(e));
        }
        return reply(effects, EffectBuilder::thenDeferReply);
    }

    private ReplyEffect<TeamState, Done> onRequestStop(TeamState state, RequestStop request, ReplyTo<Done> replyTo) {
        var run = state.run();
        if (run == null) {
            return effects().thenReply(new Done());
        }
        var stopping = state.withRun(run.stopping());
        return run.speakers().isEmpty()
                ? done(next(stopping, List.of()))
                : effects().persist(stopping).thenReply(new Done());
    }

    private ReplyEffect<TeamState, Done> onCancel(TeamState state, CancelRun cancel, ReplyTo<Done> replyTo) {
        var run = state.run();
        if (run == null) {
            return effects().thenReply(new Done());
        }
        var why = Failure.of(Failure.Kind.CANCELLED, "the run of " + context().self() + " was cancelled");
        return fail(state, why).thenReply(new Done());
    }

    private ReplyEffect<TeamState, Done> onPause(TeamState state, Pause pause, ReplyTo<Done> replyTo) {
        var run = state.run();
        if (run == null) {
            return effects()
                    .thenReject(Failure.rejected(
                            "team " + context().self() + " has no task (expected: pause while it is busy with one)"));
        }
        return tellTeams(effects().persist(state.withRun(run.pausing(true))), run, true)
                .thenReply(new Done());
    }

    private ReplyEffect<TeamState, Done> onResume(TeamState state, Resume resume, ReplyTo<Done> replyTo) {
        var run = state.run();
        if (run == null || !run.wishes().pause()) {
            return effects().thenReply(new Done());
        }
        var resumed = state.withRun(run.pausing(false));
        return run.speakers().isEmpty()
                ? done(next(resumed, List.of()))
                : tellTeams(effects().persist(resumed), run, false).thenReply(new Done());
    }

    /** Teams that have their turn pause, and go on, with this one. */
    private EffectBuilder<TeamState> tellTeams(EffectBuilder<TeamState> effects, TeamRun run, boolean paused) {
        var told = effects;
        for (String speaker : run.speakers()) {
            if (team.seat(speaker).member() instanceof Team) {
                told = told.send(ref(speaker), new SetPaused(paused));
            }
        }
        return told;
    }

    private ReplyEffect<TeamState, Done> onReset(TeamState state, Reset reset, ReplyTo<Done> replyTo) {
        if (state.run() != null) {
            return effects().thenReject(busy("reset"));
        }
        return tellAll(effects().persist(emptyState().keepingLastOf(state)), new Forget(0))
                .thenReply(new Done());
    }

    private EffectBuilder<TeamState> tellAll(EffectBuilder<TeamState> effects, Participant message) {
        var told = effects;
        for (String name : team.seats().keySet()) {
            told = told.send(ref(name), message);
        }
        return told;
    }

    private ReplyEffect<TeamState, Saved> onSave(TeamState state, Save save, ReplyTo<Saved> replyTo) {
        if (state.run() != null) {
            return effects().thenReject(busy("save"));
        }
        return awaitReply(SavedTeam.save(team, state, context())
                .thenApply(json -> effects().thenReply(new Saved(json))));
    }

    private ReplyEffect<TeamState, Done> onLoad(TeamState state, Load load, ReplyTo<Done> replyTo) {
        if (state.run() != null) {
            return effects().thenReject(busy("load"));
        }
        try {
            return awaitReply(SavedTeam.load(team, load.state(), context())
                    .thenApply(loaded -> effects().persist(loaded).thenReply(new Done())));
        } catch (IllegalArgumentException e) {
            return effects()
                    .thenReject(Failure.rejected("state of team " + context().self() + ": " + e.getMessage()));
        }
    }

    private Failure busy(String what) {
        return Failure.rejected(
                "team " + context().self() + " is busy with a task (expected: " + what + " after it has stopped)");
    }

    private Effect<TeamState> onSpoken(TeamState state, Speak asked, Spoken spoken) {
        var run = state.run();
        if (run == null || !run.speakers().contains(asked.speaker())) {
            return effects();
        }
        var after = state.withRun(run.without(asked.speaker()));
        try {
            if (spoken.items() == null && run.failure() == null) {
                return ask(effects().persist(state), state, asked.speaker(), spoken.heard());
            }
            var told = after.plus(rules.let(spoken.items() == null ? List.of() : spoken.items()))
                    .heardBy(asked.speaker(), asked.to());
            return toldBySpeaker(told, newsOf(told, state));
        } catch (AgentException e) {
            return fail(after, e.failure());
        } catch (IllegalStateException e) {
            return fail(after, TeamRules.failureOf(e));
        }
    }

    private Effect<TeamState> toldBySpeaker(TeamState told, List<ChatItem> news) {
        var run = running(told);
        if (run.speakers().isEmpty()) {
            return awaited(next(told.withRun(run.withTurns(run.turns() + 1)), news));
        }
        int shownFrom = told.conversation().size() - news.size();
        return shown(effects().persist(rules.checked(told, news, now())), told, shownFrom);
    }

    private Effect<TeamState> onFailed(TeamState state, Speak asked, Failure failure) {
        var run = state.run();
        if (run == null || !run.speakers().contains(asked.speaker())) {
            return effects();
        }
        var named = new Failure(failure.kind(), "participant " + asked.speaker() + ": " + failure.message());
        return fail(state.withRun(run.without(asked.speaker())), named);
    }

    /** Ends the run with a failure, at the latest when those whose turns are called off have said so. */
    private EffectBuilder<TeamState> fail(TeamState state, Failure why) {
        var run = running(state).failing(why);
        if (run.speakers().isEmpty()) {
            return effects().persist(state.withRun(null)).reject(run.replyTo(), requireNonNull(run.failure()));
        }
        EffectBuilder<TeamState> effects = effects().persist(state.withRun(run));
        if (running(state).failure() == null) {
            for (String speaker : run.speakers()) {
                effects = effects.cancel(ref(speaker)).send(ref(speaker), new GiveUp(null));
            }
        }
        return effects;
    }

    /** Nobody speaks any more: stops, pauses, or lets the manager decide. */
    private CompletionStage<EffectBuilder<TeamState>> next(TeamState state, List<ChatItem> news) {
        TeamState checked;
        try {
            checked = rules.checked(state, news, now());
        } catch (IllegalStateException e) {
            return CompletableFuture.completedFuture(fail(state, TeamRules.failureOf(e)));
        }
        var run = running(checked);
        if (run.failure() != null) {
            return CompletableFuture.completedFuture(fail(checked, run.failure()));
        }
        String reason = run.stopReason() == null ? rules.tooManyTurns(run) : run.stopReason();
        int shownFrom = state.conversation().size() - news.size();
        if (reason != null) {
            return CompletableFuture.completedFuture(stop(checked, reason, shownFrom));
        }
        if (run.wishes().pause()) {
            return CompletableFuture.completedFuture(shown(effects().persist(checked), checked, shownFrom));
        }
        return decide(checked, shownFrom);
    }

    private CompletionStage<EffectBuilder<TeamState>> decide(TeamState state) {
        return decide(state, state.conversation().size());
    }

    private CompletionStage<EffectBuilder<TeamState>> decide(TeamState state, int shownFrom) {
        var turn = new ParticipantTurn(context(), manager.name(), team.surroundings());
        CompletionStage<Decision<M>> decision;
        try {
            var memory = ChatJson.value(state.manager(), manager.memoryType());
            decision = manager.decide(memory, state.conversation(), turn);
        } catch (RuntimeException e) {
            decision = CompletableFuture.failedFuture(e);
        }
        return turn.cancelledWith(turn.inTime(decision)
                .thenApply(made -> decided(state, made, shownFrom))
                .exceptionally(thrown -> fail(state, failureOf(thrown))));
    }

    private EffectBuilder<TeamState> decided(TeamState state, Decision<M> decision, int shownFrom) {
        var kept = state.withManager(ChatJson.tree(decision.memory()));
        var before = decision.forgetBefore() ? kept.heardByAll(team.seats().keySet()) : kept;
        var told = before.plus(rules.let(decision.said()));
        var checked = decision.said().isEmpty() ? told : rules.checked(told, newsOf(told, before), now());
        String reason = decision.stopReason() == null ? running(checked).stopReason() : decision.stopReason();
        if (reason != null) {
            return stop(checked, reason, shownFrom);
        }
        decision.speakers().forEach(team::seat); // before anything is sent: all of them are there
        var speaking = checked.withRun(running(checked).withSpeakers(decision.speakers()));
        var effects = shown(effects().persist(speaking), speaking, shownFrom);
        if (decision.forgetBefore()) {
            effects = tellAll(effects, new Forget(before.conversation().size()));
        }
        for (String speaker : decision.speakers()) {
            effects = ask(effects, speaking, speaker, speaking.heardBy(speaker));
        }
        return effects;
    }

    private EffectBuilder<TeamState> ask(EffectBuilder<TeamState> effects, TeamState state, String speaker, int from) {
        var seat = team.seat(speaker);
        var news = state.newsSince(from, seat.sources());
        var tooLarge = rules.tooLarge("news for " + ref(speaker), news);
        if (tooLarge != null) {
            throw new AgentException(tooLarge);
        }
        var speak = new Speak(speaker, from, news, state.conversation().size());
        return effects.ask(ref(speaker), speak, seat.turnTimeout(team.options().turnTimeout()));
    }

    private EffectBuilder<TeamState> stop(TeamState state, String reason, int shownFrom) {
        var run = running(state);
        var said = state.conversation().subList(run.from(), state.conversation().size());
        var tooLarge = rules.tooLarge("result of " + context().self(), said);
        if (tooLarge != null) {
            return fail(state, tooLarge);
        }
        var result = new TaskResult(said, reason);
        return shown(effects().persist(state.ended(result)), state, shownFrom).reply(run.replyTo(), result);
    }

    /** Shows what is new to those who watch, if the run is watched. */
    private EffectBuilder<TeamState> shown(EffectBuilder<TeamState> effects, TeamState state, int from) {
        var run = running(state);
        if (!run.wishes().watched()) {
            return effects;
        }
        var topic = TopicId.of(team.surroundings().watched(), context().self().key());
        var all = effects;
        for (int index = from; index < state.conversation().size(); index++) {
            var item = state.conversation().get(index);
            all = all.publish(topic, new Shown(index - run.from(), item));
        }
        return all;
    }

    private AgentRef<Participant> ref(String speaker) {
        return team.seat(speaker).type().ref(context().self().key());
    }

    private Instant now() {
        return context().clock().instant();
    }

    private Failure failureOf(Throwable thrown) {
        var cause = thrown instanceof CompletionException && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof NoSpeakerException) {
            return Failure.rejected("team " + context().self() + ": " + cause.getMessage());
        }
        if (cause instanceof AgentException failed) {
            return new Failure(
                    failed.failure().kind(),
                    manager.name() + ": " + failed.failure().message());
        }
        context().log().warn("{} could not decide who speaks", manager.name(), cause);
        return Failure.of(Failure.Kind.HANDLER_ERROR, manager.name() + ": " + cause);
    }

    private static List<ChatItem> newsOf(TeamState now, TeamState before) {
        return new ArrayList<>(now.conversation()
                .subList(before.conversation().size(), now.conversation().size()));
    }

    private static TeamRun running(TeamState state) {
        return requireNonNull(state.run(), "run: none (expected: one, since the team is busy)");
    }

    private ReplyEffect<TeamState, Done> done(CompletionStage<EffectBuilder<TeamState>> stage) {
        return reply(stage, effects -> effects.thenReply(new Done()));
    }

    /** Ends the turn with what the stage brings; at once if it is there, for most managers need no time. */
    private <R> ReplyEffect<TeamState, R> reply(
            CompletionStage<EffectBuilder<TeamState>> stage,
            Function<EffectBuilder<TeamState>, ReplyEffect<TeamState, R>> settle) {
        var future = stage.toCompletableFuture();
        return future.isDone() ? settle.apply(future.join()) : awaitReply(future.thenApply(settle));
    }

    private Effect<TeamState> awaited(CompletionStage<EffectBuilder<TeamState>> stage) {
        var future = stage.toCompletableFuture();
        return future.isDone() ? future.join() : await(future);
    }
}
