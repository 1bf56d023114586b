package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Effect;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Request;
import dev.troupe.agent.Turn;
import dev.troupe.engine.OpenAsks.OpenAsk;
import dev.troupe.journal.JournalPage;
import dev.troupe.journal.StepRecord;
import dev.troupe.journal.StoredState;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import dev.troupe.message.MessageTypes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Runs the stored turns of one agent again, with the code of today, and says where that does something else. Nothing goes
 * out: what a turn sends is compared and forgotten, its steps have the results that are stored, and what else it would
 * await does not come. Not thread-safe.
 */
public final class Replay<P, S> {
    /** Not compared: when a message expires, and under which id it went. */
    private static final long EXPIRY = 0;

    private final TurnRunner<P, S> runner;
    private final AgentDesk desk;
    private final MessageTypes types;
    private final ReplayPort port = new ReplayPort();
    private final ReplayedSteps steps = new ReplayedSteps();
    private final ReplayComparison<S> comparison;
    private final Map<String, Envelope> asked = new HashMap<>();
    private @Nullable StoredState state;
    private boolean begun;

    private Replay(AgentDefinition<P, S> definition, AgentId agent, MessageTypes types) {
        var context = new TurnContext<>(
                definition.type().ref(agent.key()),
                Clock.systemUTC(),
                work -> {},
                (current, target, request, timeout) -> new CompletableFuture<>(),
                steps);
        this.runner = TurnRunner.activate(definition, types, context);
        this.desk = new AgentDesk(new AgentMachine.Identity(agent, "replay", 0), EXPIRY, false, types, port);
        this.types = types;
        this.comparison = new ReplayComparison<>(runner, types);
    }

    /**
     * Activates the agent.
     *
     * @param types of all definitions that the node of the agent has
     * @throws RuntimeException what its constructor throws
     */
    public static Replay<?, ?> of(AgentDefinition<?, ?> definition, AgentId agent, MessageTypes types) {
        return new Replay<>(definition, agent, types);
    }

    /**
     * Runs the turns of a page, each from what is stored before it; ends after the first difference. Pages come in order.
     *
     * @throws IllegalStateException if what came before the first page is not stored any more
     */
    public List<ReplayedTurn> run(JournalPage page) {
        if (!begun) {
            begin(page);
        }
        List<ReplayedTurn> replayed = new ArrayList<>();
        for (var numbered : page.entries()) {
            if (numbered.entry() instanceof StepRecord step) {
                steps.add(step);
            } else if (numbered.entry() instanceof TurnRecord turn) {
                var result = run(numbered.number(), turn);
                replayed.add(result);
                if (result.difference().isPresent()) {
                    return replayed;
                }
                takeOn(turn);
            }
        }
        return replayed;
    }

    private void begin(JournalPage page) {
        begun = true;
        state = page.before().state();
        page.before().steps().forEach(steps::add);
        page.before().asked().forEach(envelope -> asked.put(envelope.id(), envelope));
        if (page.keptFrom() > 1 && state == null && page.before().turns() == 0) {
            throw new IllegalStateException("replay of " + page.agent() + ": its history starts at " + page.keptFrom()
                    + ", and no snapshot says what came before (expected: one, or all of the history)");
        }
    }

    /** What is stored has happened, whatever today's code makes of it. */
    private void takeOn(TurnRecord turn) {
        steps.turnEnded(turn.message().id());
        String request = turn.message().correlationId();
        if (turn.message().kind() != Envelope.Kind.MESSAGE && request != null) {
            asked.remove(request);
        }
        turn.sent().stream()
                .filter(envelope -> turn.asked().contains(envelope.id()))
                .forEach(envelope -> asked.put(envelope.id(), envelope));
        state = turn.state() == null ? state : turn.state();
    }

    private ReplayedTurn run(long number, TurnRecord stored) {
        var failure = stored.failure();
        if (failure != null && !isOfCode(failure)) {
            return ReplayedTurn.takenAsStored(number, "its message was given up: " + failure);
        }
        var kind = stored.message().kind();
        var request = kind == Envelope.Kind.MESSAGE
                ? null
                : asked.get(stored.message().correlationId());
        if (kind != Envelope.Kind.MESSAGE && request == null) {
            return ReplayedTurn.takenAsStored(number, "the request that its message answers is not stored");
        }
        S before;
        try {
            before = state == null ? runner.emptyState() : runner.readState(state);
        } catch (IllegalStateException e) {
            return ReplayedTurn.different(
                    number, new ReplayedTurn.Difference("state before", json(state), String.valueOf(e.getMessage())));
        }
        var today = run(before, stored, request);
        if (today == null) {
            return ReplayedTurn.takenAsStored(number, "its turn awaits what is outside: not replayable");
        }
        return comparison
                .difference(state, stored, today)
                .map(difference -> ReplayedTurn.different(number, difference))
                .orElseGet(() -> ReplayedTurn.same(number));
    }

    private static String json(@Nullable StoredState state) {
        return state == null ? "none" : state.json();
    }

    /** Tells whether today's code could make it happen again, or not. */
    private static boolean isOfCode(Failure failure) {
        return switch (failure.kind()) {
            case HANDLER_ERROR, UNHANDLED, UNREADABLE -> true;
            default -> false;
        };
    }

    /** Returns what would be stored today; null if that depends on what is outside. */
    private @Nullable TurnRecord run(S before, TurnRecord stored, @Nullable Envelope request) {
        port.subscribersOf(stored);
        try {
            var ask = request == null
                    ? null
                    : new OpenAsk(request.recipient(), (Request<?>) types.decode(request.payload()), null);
            var delivery = Delivery.local(stored.message(), stored.attempts());
            var turn = settled(runner.run(before, delivery, ask, stored.at()));
            return turn == null ? null : record(stored, turn);
        } catch (Exception | StackOverflowError | LinkageError | AssertionError e) {
            var cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            var hopeless = Failures.hopeless(cause);
            return record(stored, hopeless == null ? Failures.ofThrown(cause) : hopeless, null, Mail.NONE);
        } finally {
            runner.turnEnded();
        }
    }

    /** Follows what a turn awaits, as long as that is there already. */
    private @Nullable Turn<S, ?> settled(Effect<S> effect) {
        Turn<S, ?> turn = Turn.of(requireNonNull(effect, "effect: null (expected: effects()…)"));
        while (turn.awaited().isPresent()) {
            CompletableFuture<? extends Effect<S>> awaited =
                    turn.awaited().get().toCompletableFuture();
            if (!awaited.isDone()) {
                return null;
            }
            turn = Turn.of(requireNonNull(awaited.join(), "effect: null (expected: effects()…)"));
        }
        return turn;
    }

    private TurnRecord record(TurnRecord stored, Turn<S, ?> turn) {
        var mail = MailWriter.write(desk, stored.message(), turn, stored.at(), target -> cancelledIn(stored, target));
        return record(stored, null, turn.newState().map(runner::writeState).orElse(null), mail);
    }

    /** Which requests were open is not known here: those that the stored turn has cancelled. */
    private static List<String> cancelledIn(TurnRecord stored, AgentId target) {
        return stored.sent().stream()
                .filter(sent ->
                        sent.kind() == Envelope.Kind.CANCEL && sent.recipient().equals(target))
                .map(sent -> requireNonNull(sent.correlationId(), "correlationId"))
                .toList();
    }

    /** What was asked and settled is not compared. */
    private static TurnRecord record(
            TurnRecord stored, @Nullable Failure failure, @Nullable StoredState state, Mail mail) {
        return new TurnRecord(
                stored.at(),
                stored.message(),
                stored.place(),
                stored.attempts(),
                failure,
                state,
                mail.answerOutside(),
                mail.now(),
                mail.later(),
                List.of(),
                List.of());
    }
}
