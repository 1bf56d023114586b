package dev.troupe.engine;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.delivery.StreamId;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.LeftRecord;
import dev.troupe.journal.SettledRecord;
import dev.troupe.journal.StartedRecord;
import dev.troupe.journal.StepRecord;
import dev.troupe.journal.StoredAgent;
import dev.troupe.journal.StoredState;
import dev.troupe.journal.TurnRecord;
import dev.troupe.message.Envelope;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one durable agent as its machine sees it: what a turn does goes in as one entry, and its effects come
 * out once that is stored, in order. Turns go on meanwhile; if an entry cannot be stored, this life ends and none of
 * them has happened.
 */
public final class Durability {
    /** Effects that wait for one entry. */
    private static final class Held {
        private final List<LongConsumer> effects = new ArrayList<>(2);
        private final int messages;

        Held(int messages) {
            this.messages = messages;
        }
    }

    private final StoredAgent stored;
    private final ToLongFunction<StreamId> floors;
    private final List<JournalEntry> fresh = new ArrayList<>();
    private final Deque<Held> held = new ArrayDeque<>();
    private final Set<Long> settled = new LinkedHashSet<>();
    private int heldMessages;

    /** @param floors returns the lowest place of a stream that its sender may send again */
    Durability(StoredAgent stored, ToLongFunction<StreamId> floors) {
        this.stored = stored;
        this.floors = floors;
    }

    /** Returns the fold of what is stored: feed it before {@link AgentMachine#recover}. */
    public StoredAgent stored() {
        return stored;
    }

    /** A new life has read everything, and stores that it begins: together with its first turn, if that comes at once. */
    void started(AgentMachine.Identity identity, long now) {
        commit(new StartedRecord(now, identity.home(), identity.activation()), 0, then -> {});
    }

    /** A turn was applied, with what it changes and sends. */
    void applied(Delivery delivery, @Nullable StoredState state, Mail mail, long now, LongConsumer effects) {
        commit(record(delivery, null, state, mail, now), mail.now().size(), effects);
    }

    /** A message was given up. */
    void givenUp(Delivery delivery, Failure failure, long now, LongConsumer effects) {
        commit(record(delivery, failure, null, Mail.NONE, now), 0, effects);
    }

    /** A delayed message leaves. */
    void left(Envelope envelope, long now, LongConsumer effects) {
        commit(new LeftRecord(now, envelope), 1, effects);
    }

    /** A message that the agent had sent is settled: the next entry says so. Returns whether it is the first of those. */
    boolean settled(Envelope envelope) {
        settled.add(envelope.ordinal());
        return settled.size() == 1;
    }

    /** A step of the open turn has begun, or has its result. */
    void step(StepRecord step, Runnable then) {
        commit(step, 0, now -> then.run());
    }

    /** Makes an entry of what is settled, if no other has said it. */
    void recordSettled(long now) {
        if (!settled.isEmpty()) {
            commit(new SettledRecord(now, take(settled)), 0, then -> {});
        }
    }

    /** Lets something out behind everything that waits for its entry. */
    void afterStored(long now, LongConsumer effect) {
        if (held.isEmpty()) {
            effect.accept(now);
        } else {
            held.getLast().effects.add(effect);
        }
    }

    /** Returns the entries that are new since the last call, to be stored in this order. */
    public List<JournalEntry> takeEntries() {
        return take(fresh);
    }

    /** The next so many entries are stored: what the turns do happens now. */
    public void onStored(int entries, long now) {
        for (int entry = 0; entry < entries; entry++) {
            var stored = held.removeFirst();
            heldMessages -= stored.messages;
            stored.effects.forEach(effect -> effect.accept(now));
        }
    }

    /** Tells whether a message of an id has been sent to a recipient, or waits to be, and is not settled. */
    boolean isUnderWay(String messageId, AgentId recipient) {
        return stored.outgoing().stream()
                .anyMatch(sent -> sent.id().equals(messageId)
                        && sent.recipient().equals(recipient)
                        && !settled.contains(sent.ordinal()));
    }

    /** Returns how many messages wait to be sent. */
    int heldMessages() {
        return heldMessages;
    }

    /** Tells whether entries wait to be stored. */
    boolean storing() {
        return !held.isEmpty();
    }

    /** Tells whether a next life would know everything that this one does. */
    boolean isIdle() {
        return held.isEmpty() && settled.isEmpty();
    }

    private void commit(JournalEntry entry, int messages, LongConsumer effects) {
        stored.apply(entry);
        fresh.add(entry);
        heldMessages += messages;
        var waiting = new Held(messages);
        waiting.effects.add(effects);
        held.addLast(waiting);
    }

    private TurnRecord record(
            Delivery delivery, @Nullable Failure failure, @Nullable StoredState state, Mail mail, long now) {
        return new TurnRecord(
                now,
                delivery.envelope(),
                place(delivery),
                delivery.attempt(),
                failure,
                state,
                mail.answerOutside(),
                mail.now(),
                mail.later(),
                mail.asked().stream().map(Mail.Asked::id).toList(),
                take(settled));
    }

    private static <T> List<T> take(Collection<T> all) {
        var taken = List.copyOf(all);
        all.clear();
        return taken;
    }

    private TurnRecord.@Nullable Place place(Delivery delivery) {
        var stream = delivery.stream();
        return stream == null ? null : new TurnRecord.Place(stream, delivery.seq(), floors.applyAsLong(stream));
    }
}
