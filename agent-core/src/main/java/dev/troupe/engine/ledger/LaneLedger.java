package dev.troupe.engine.ledger;

import dev.troupe.agent.Failure;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The books of one lane: each message is opened once and ends once, so what is open must be what the lane's outbox holds.
 * Cancellations are no messages here: nobody is promised anything about them. Not thread-safe; one addition per event.
 */
public final class LaneLedger {
    private static final class Account {
        final String tenant;
        final String topic;
        long accepted;
        long processed;
        long deadLettered;
        long cancelled;
        long open;
        /** What the outbox was last seen to hold. */
        long held;

        Account(String tenant, String topic) {
            this.tenant = tenant;
            this.topic = topic;
        }

        long imbalance() {
            return Math.abs(open - held);
        }

        LedgerRow row() {
            return new LedgerRow(tenant, topic, accepted, processed, deadLettered, cancelled, open, imbalance());
        }
    }

    /** Shows what an outbox holds. */
    @FunctionalInterface
    public interface Holdings {
        void forEach(Consumer<Envelope> each);
    }

    private final LedgerNames names;
    /** By the number of their names; null for what only other lanes have. */
    private final List<@Nullable Account> accounts = new ArrayList<>();

    private long taken;
    private boolean touched;
    private long imbalance;

    /** The account of the last message, which is often that of the next one. */
    private @Nullable Account last;

    private String lastTopic = "";
    private String lastSource = "";

    public LaneLedger(LedgerNames names) {
        this.names = names;
    }

    /** The lane takes something. */
    public void opened(Envelope envelope) {
        taken++;
        touched = true;
        if (counts(envelope)) {
            var account = accountOf(envelope);
            account.accepted++;
            account.open++;
        }
    }

    /** The owner of a message will be told of its end. */
    public void ended(Envelope envelope, Outcome outcome) {
        touched = true;
        if (!counts(envelope)) {
            return;
        }
        var account = accountOf(envelope);
        account.open--;
        var failure = outcome.failure();
        if (failure == null) {
            account.processed++;
        } else if (failure.kind() == Failure.Kind.CANCELLED) {
            account.cancelled++;
        } else {
            account.deadLettered++;
        }
    }

    /** Something happened that may have changed what the outbox holds. */
    public void touch() {
        touched = true;
    }

    /**
     * Compares the books with the outbox, if anything has happened since the last time.
     *
     * @param takenAtLeast how much the lane must have taken by now
     * @return messages that one knows and the other does not, and those that never came to the lane
     */
    public long check(long takenAtLeast, Holdings outbox) {
        long missing = Math.max(0, takenAtLeast - taken);
        if (!touched && missing == 0) {
            return imbalance;
        }
        touched = missing > 0; // what was late may still come
        forEach(account -> account.held = 0);
        outbox.forEach(envelope -> {
            if (counts(envelope)) {
                accountOf(envelope).held++;
            }
        });
        imbalance = missing;
        forEach(account -> imbalance += account.imbalance());
        return imbalance;
    }

    /** Returns the messages that were accepted. */
    public long accepted() {
        long[] sum = {0};
        forEach(account -> sum[0] += account.accepted);
        return sum[0];
    }

    /** Returns what the books say, and how far the outbox differed when it was last looked at. */
    public List<LedgerRow> rows() {
        List<LedgerRow> rows = new ArrayList<>();
        forEach(account -> rows.add(account.row()));
        return rows;
    }

    private static boolean counts(Envelope envelope) {
        return envelope.kind() != Envelope.Kind.CANCEL;
    }

    private Account accountOf(Envelope envelope) {
        String topic = LedgerNames.topicOf(envelope);
        String source = LedgerNames.sourceOf(envelope);
        if (last != null && lastSource.equals(source) && lastTopic.equals(topic)) {
            return last;
        }
        String tenant = LedgerNames.tenantOf(source);
        var account = account(names.numberOf(topic, tenant), topic, tenant);
        last = account;
        lastTopic = topic;
        lastSource = source;
        return account;
    }

    private Account account(int number, String topic, String tenant) {
        while (accounts.size() <= number) {
            accounts.add(null);
        }
        var known = accounts.get(number);
        if (known != null) {
            return known;
        }
        boolean other = number == LedgerNames.OTHER_NUMBER;
        var account = other ? new Account(LedgerNames.OTHER, LedgerNames.OTHER) : new Account(tenant, topic);
        accounts.set(number, account);
        return account;
    }

    private void forEach(Consumer<Account> each) {
        for (var account : accounts) {
            if (account != null) {
                each.accept(account);
            }
        }
    }
}
