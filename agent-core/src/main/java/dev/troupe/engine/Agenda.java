package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Request;
import dev.troupe.engine.OpenAsks.OpenAsk;
import dev.troupe.journal.AgentSnapshot;
import dev.troupe.journal.Reminder;
import dev.troupe.message.MessageTypes;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What an agent has to come back to: its reminders, the requests it has asked, and whatever else has its time. */
final class Agenda {
    private final Timers timers = new Timers();
    private final OpenAsks asks = new OpenAsks();
    private final int remindersLimit;
    private final AgentDesk desk;
    private final Consumer<Delivery> due;
    private final Consumer<Reminder> leaving;
    private int reminders;

    /**
     * @param due takes what the agent tells itself: a message at its time, the failure of a request
     * @param leaving takes a delayed message to another agent at its time
     */
    Agenda(int remindersLimit, AgentDesk desk, Consumer<Delivery> due, Consumer<Reminder> leaving) {
        this.remindersLimit = remindersLimit;
        this.desk = desk;
        this.due = due;
        this.leaving = leaving;
    }

    /** Takes over what an earlier life has to come back to. */
    void resume(AgentSnapshot snapshot, MessageTypes types) {
        snapshot.reminders().forEach(this::remind);
        for (var envelope : snapshot.asked()) {
            var request = (Request<?>) types.decode(envelope.payload());
            ask(new Mail.Asked(envelope.id(), envelope.recipient(), request, envelope.deadline()));
        }
    }

    /** Throws if there is no room for so many more reminders. */
    void requireRoom(int more) {
        if (reminders + more > remindersLimit) {
            throw new IllegalStateException("reminders: " + (reminders + more) + " (expected: <= " + remindersLimit
                    + ", troupe.agents.reminders-limit)");
        }
    }

    void remind(Reminder reminder) {
        reminders++;
        timers.set(reminder.at(), () -> {
            reminders--;
            AgentId recipient = reminder.envelope().recipient();
            if (recipient.equals(desk.self())) {
                due.accept(Delivery.local(reminder.envelope()));
            } else {
                leaving.accept(reminder);
            }
        });
    }

    /** A request has been asked: it fails at its deadline. */
    void ask(Mail.Asked asked) {
        var timeout = Failure.of(Failure.Kind.TIMEOUT, "no answer in time");
        asks.add(asked, timers.set(asked.deadline(), () -> fail(asked.id(), timeout)));
    }

    /** Returns a request that has not had its end; null if there is none. */
    @Nullable
    OpenAsk asked(@Nullable String id) {
        return asks.get(id);
    }

    /** Returns the ids of the requests to {@code target} that no answer is here to. */
    List<String> openAsks(AgentId target) {
        return asks.openTo(target);
    }

    /** An answer is here: the time-out no longer counts. */
    void answered(@Nullable String id) {
        timers.cancel(asks.answered(id));
    }

    /** A request has had its end. */
    void done(@Nullable String id) {
        asks.remove(id);
    }

    /** Fails a request. Returns false if it is none, or its answer is here already. */
    boolean fail(String id, Failure failure) {
        var ask = asks.get(id);
        if (ask == null || ask.timer() == null) {
            return false;
        }
        answered(id);
        due.accept(Delivery.local(desk.failureOf(id, failure)));
        return true;
    }

    /** Runs something else at its time. */
    void at(long time, Runnable action) {
        timers.set(time, action);
    }

    void run(long now) {
        timers.run(now);
    }

    /** Returns when the next is due; {@link Long#MAX_VALUE} for never. */
    long next() {
        return timers.next();
    }

    boolean isEmpty() {
        return reminders == 0 && asks.isEmpty() && timers.next() == Long.MAX_VALUE;
    }
}
