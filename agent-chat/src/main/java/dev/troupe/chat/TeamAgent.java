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
import dev.troupe.chat.Participant.Saved;
import dev.troupe.chat.Participant.Speak;
import dev.troupe.chat.Participant.Spoken;
import dev.troupe.chat.TeamCommand.CancelRun;
import dev.troupe.chat.TeamCommand.Done;
import dev.troupe.chat.TeamCommand.Happened;
import dev.troupe.chat.TeamCommand.Items;
import dev.troupe.chat.TeamCommand.ItemsSince;
import dev.troupe.chat.TeamCommand.Load;
import dev.troupe.chat.TeamCommand.Pause;
import dev.troupe.chat.TeamCommand.RequestStop;
import dev.troupe.chat.TeamCommand.Reset;
import dev.troupe.chat.TeamCommand.Resume;
import dev.troupe.chat.TeamCommand.Run;
import dev.troupe.chat.TeamCommand.Save;
import dev.troupe.chat.TeamCommand.Shown;
import dev.troupe.chat.TeamCommand.StillPaused;
import dev.troupe.chat.TeamManager.Decision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * A team in one conversation: lets its manager decide whose turn it is, asks those, and stops when the team's condition is
 * met. While nobody speaks and the run is not paused, a manager decides; so a run always waits for somebody.
 *
 * @param <M> what the manager remembers
 */
final class TeamAgent<M> extends Agent<TeamCommand, TeamState> {
    private static final Duration PAUSE_CHECK = Duration.ofMinutes(1);

    private final Team team;
    private final TeamManager<M> manager;
    private final TeamRules rules;
    private final TeamMail mail;

    private TeamAgent(AgentContext<TeamCommand> context, Team team, TeamManager<M> manager) {
        super(context);
        this.team = team;
        this.manager = manager;
        this.rules = new TeamRules(team.options(), context.self());
        this.mail = new TeamMail(team, rules, context.self().key());
    }

    static <M> AgentDefinition<TeamCommand, TeamState> definition(Team team, TeamManager<M> manager) {
        return AgentDefinition.of(team.type(), TeamState.class, context -> new TeamAgent<>(context, team, manager))
                .withMessages(TaskResult.class, Done.class, Saved.class, Shown.class, Items.class);
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
                .onMessage(Happened.class, this::onHappened)
                .onMessage(StillPaused.class, this::onStillPaused)
                .onRequest(ItemsSince.class, this::onItemsSince)
                .onRequest(Reset.class, this::onReset)
                .onRequest(Save.class, this::onSave)
                .onRequest(Load.class, this::onLoad)
                .onReply(Speak.class, this::onSpoken)
                .onFailure(Speak.class, this::onFailed)
                .build();
    }

    private ReplyEffect<TeamState, TaskResult> onRun(TeamState state, Run task, ReplyTo<TaskResult> replyTo) {
        var known = state.endOf(task.id());
        if (known != null) {
            return known.result() == null
                    ? effects().thenReject(requireNonNull(known.failure(), "failure"))
                    : effects().thenReply(known.result());
        }
        if (state.run() != null) {
            return task.id() != null && task.id().equals(state.run().id())
                    ? effects()
                            .persist(state.withRun(state.run().answering(replyTo)))
                            .thenDeferReply()
                    : effects().thenReject(busy("run"));
        }
        var start = rules.start(now());
        var begun =
                state.withRun(TeamRun.begin(task, replyTo, state.conversation().size(), start));
        CompletionStage<EffectBuilder<TeamState>> effects;
        try {
            var told = begun.plus(rules.let(task.task()));
            effects = task.task().isEmpty()
                    ? decide(told, told.conversation().size())
                    : next(told, told.itemsSince(begun));
        } catch (RuntimeException e) { // of an intervention, or of the task
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
        // A second wish does not wait any more for those that were called off.
        var ending = run.failure() == null ? state : state.withRun(run.withSpeakers(List.of()));
        return fail(ending, why).thenReply(new Done());
    }

    private ReplyEffect<TeamState, Done> onPause(TeamState state, Pause pause, ReplyTo<Done> replyTo) {
        var run = state.run();
        if (run == null) {
            return effects()
                    .thenReject(Failure.rejected(
                            "team " + context().self() + " has no task (expected: pause while it is busy with one)"));
        }
        return mail.pause(effects().persist(state.withRun(run.pausing(true))), run, true)
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
                : mail.pause(effects().persist(resumed), run, false).thenReply(new Done());
    }

    private Effect<TeamState> onHappened(TeamState state, Happened happened) {
        var run = state.run();
        if (run == null || !run.speakers().contains(happened.speaker())) {
            return effects();
        }
        var told = state.plus(happened.items());
        try {
            var checked = rules.checked(told, happened.items(), now());
            return shown(effects().persist(checked), told, state.conversation().size());
        } catch (RuntimeException e) { // of a condition
            return fail(state, TeamRules.failureOf(e));
        }
    }

    /** Keeps the agent in memory, where that is all there is of it: while a run is paused nothing else would. */
    private EffectBuilder<TeamState> stayPaused(EffectBuilder<TeamState> effects) {
        return team.options().durable ? effects : effects.schedule(PAUSE_CHECK, new StillPaused());
    }

    private Effect<TeamState> onStillPaused(TeamState state, StillPaused reminder) {
        var run = state.run();
        boolean paused = run != null && run.wishes().pause() && run.speakers().isEmpty();
        return paused ? stayPaused(effects()) : effects();
    }

    /** For those who have missed something: it is here, or comes with the result. */
    private ReplyEffect<TeamState, Items> onItemsSince(TeamState state, ItemsSince since, ReplyTo<Items> replyTo) {
        var run = state.run();
        int size = state.conversation().size();
        int from = run != null && since.watcher().equals(run.wishes().watcher())
                ? Math.min(size, run.from() + Math.max(0, since.from()))
                : size;
        var items = state.conversation().subList(from, size);
        boolean tooLarge = rules.tooLarge("items", items) != null;
        return effects().thenReply(new Items(tooLarge ? List.of() : items));
    }

    private ReplyEffect<TeamState, Done> onReset(TeamState state, Reset reset, ReplyTo<Done> replyTo) {
        if (state.run() != null) {
            return effects().thenReject(busy("reset"));
        }
        return mail.tellAll(effects().persist(emptyState().keepingEndsOf(state)), new Forget(0))
                .thenReply(new Done());
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
                return mail.ask(effects().persist(state), state, asked.speaker(), spoken.heard());
            }
            var told = after.plus(rules.let(spoken.items() == null ? List.of() : spoken.items()))
                    .heardBy(asked.speaker(), spoken.heard());
            return toldBySpeaker(told, told.itemsSince(state));
        } catch (RuntimeException | LinkageError | AssertionError | StackOverflowError e) {
            return fail(after, TeamRules.failureOf(e)); // else the run would wait for nobody, for ever
        }
    }

    private Effect<TeamState> toldBySpeaker(TeamState told, List<ChatItem> news) {
        var run = told.running();
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
        // What its turn has begun may go on: teams that work for it, a wait for a person.
        return mail.giveUp(fail(state.withRun(run.without(asked.speaker())), named), asked.speaker());
    }

    /** Ends the run with a failure, at the latest when those whose turns are called off have said so. */
    private EffectBuilder<TeamState> fail(TeamState state, Failure why) {
        var run = state.running().failing(why);
        if (run.speakers().isEmpty()) {
            var failure = requireNonNull(run.failure(), "failure");
            return effects().persist(state.withRun(run).after(null, failure)).reject(run.replyTo(), failure);
        }
        var effects = effects().persist(state.withRun(run));
        return state.running().failure() == null ? mail.callOff(effects, run.speakers()) : effects;
    }

    /** Nobody speaks any more: stops, pauses, or lets the manager decide. */
    private CompletionStage<EffectBuilder<TeamState>> next(TeamState state, List<ChatItem> news) {
        TeamState checked;
        try {
            checked = rules.checked(state, news, now());
        } catch (IllegalStateException e) {
            return CompletableFuture.completedFuture(fail(state, TeamRules.failureOf(e)));
        }
        var run = checked.running();
        if (run.failure() != null) {
            return CompletableFuture.completedFuture(fail(checked, run.failure()));
        }
        String reason = run.stopReason() == null ? rules.tooManyTurns(run) : run.stopReason();
        int shownFrom = state.conversation().size() - news.size();
        if (reason != null) {
            return CompletableFuture.completedFuture(stop(checked, reason, shownFrom));
        }
        if (run.wishes().pause()) {
            var effects = shown(effects().persist(checked), checked, shownFrom);
            return CompletableFuture.completedFuture(stayPaused(effects));
        }
        return decide(checked, shownFrom);
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
                .exceptionally(thrown -> fail(state, undecided(thrown))));
    }

    private EffectBuilder<TeamState> decided(TeamState state, Decision<M> decision, int shownFrom) {
        var kept = state.withManager(ChatJson.tree(decision.memory()));
        var before = decision.forgetBefore() ? kept.heardByAll(team.seats().keySet()) : kept;
        var told = before.plus(rules.let(decision.said()));
        var checked = decision.said().isEmpty() ? told : rules.checked(told, told.itemsSince(before), now());
        String reason = decision.stopReason() == null ? checked.running().stopReason() : decision.stopReason();
        if (reason != null) {
            return stop(checked, reason, shownFrom);
        }
        decision.speakers().forEach(team::seat); // before anything is sent: all of them are there
        var speaking = checked.withRun(checked.running().withSpeakers(decision.speakers()));
        var effects = shown(effects().persist(speaking), speaking, shownFrom);
        if (decision.forgetBefore()) {
            effects = mail.tellAll(effects, new Forget(before.conversation().size()));
        }
        for (String speaker : decision.speakers()) {
            effects = mail.ask(effects, speaking, speaker, speaking.heardBy(speaker));
        }
        return effects;
    }

    private EffectBuilder<TeamState> stop(TeamState state, String reason, int shownFrom) {
        var run = state.running();
        var said = state.conversation().subList(run.from(), state.conversation().size());
        var tooLarge = rules.tooLarge("result of " + context().self(), said);
        if (tooLarge != null) {
            return fail(state, tooLarge);
        }
        var result = new TaskResult(said, reason);
        return shown(effects().persist(state.after(result, null)), state, shownFrom)
                .reply(run.replyTo(), result);
    }

    private EffectBuilder<TeamState> shown(EffectBuilder<TeamState> effects, TeamState state, int from) {
        if (state.running().wishes().watched()) {
            return mail.published(effects, state.running(), state.conversation(), from);
        }
        mail.showLive(context(), state.running(), state.conversation(), from);
        return effects;
    }

    private Failure undecided(Throwable thrown) {
        context().log().warn("{} could not decide who speaks", manager.name(), thrown);
        return rules.failureOf(manager, thrown);
    }

    private Instant now() {
        return context().clock().instant();
    }

    private ReplyEffect<TeamState, Done> done(CompletionStage<EffectBuilder<TeamState>> stage) {
        return reply(stage, effects -> effects.thenReply(new Done()));
    }

    /** Ends the turn with what the stage brings; at once if it is there, for most managers need no time. */
    private <R> ReplyEffect<TeamState, R> reply(
            CompletionStage<EffectBuilder<TeamState>> stage,
            Function<EffectBuilder<TeamState>, ReplyEffect<TeamState, R>> settle) {
        var future = stage.toCompletableFuture();
        if (future.isDone()) {
            return settle.apply(future.join());
        }
        var settled = future.thenApply(settle);
        var unused = settled.whenComplete((effects, thrown) -> {
            if (settled.isCancelled()) {
                future.cancel(true);
            }
        });
        return awaitReply(settled);
    }

    private Effect<TeamState> awaited(CompletionStage<EffectBuilder<TeamState>> stage) {
        var future = stage.toCompletableFuture();
        return future.isDone() ? future.join() : await(future);
    }
}
