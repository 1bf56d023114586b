package dev.troupe.engine.actor;

import dev.troupe.agent.AgentId;
import dev.troupe.engine.DurableSettings;
import dev.troupe.journal.AgentSnapshot;
import dev.troupe.journal.JournalEntry;
import dev.troupe.journal.StoredAgent;
import dev.troupe.journal.StoredForms;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.persistence.typed.EventAdapter;
import org.apache.pekko.persistence.typed.EventSeq;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotAdapter;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * A durable agent: an {@link AgentActor} whose turns go through Pekko's event sourcing. The turns of one round are
 * stored together; meanwhile what arrives waits. If the journal refuses, because it is unreachable or because another
 * life of the agent has written since, this life ends, and its messages come again to the next.
 */
final class DurableAgent extends EventSourcedBehavior<AgentActor.Command, JournalEntry, StoredAgent> {
    private final AgentActor<?> agent;
    private final DurableSettings settings;
    private final StoredForms forms = new StoredForms();
    private boolean recovered;

    DurableAgent(AgentActor<?> agent, AgentId self, DurableSettings settings) {
        super(PersistenceId.ofUniqueId(self.toString()));
        this.agent = agent;
        this.settings = settings;
    }

    @Override
    public StoredAgent emptyState() {
        return agent.stored();
    }

    @Override
    public CommandHandler<AgentActor.Command, JournalEntry, StoredAgent> commandHandler() {
        return newCommandHandlerBuilder().forAnyState().onAnyCommand(this::onCommand);
    }

    private Effect<JournalEntry, StoredAgent> onCommand(AgentActor.Command command) {
        boolean ends = !Behavior.isAlive(agent.receive(command));
        if (ends) {
            agent.onEnded();
        }
        var entries = agent.takeEntries();
        if (entries.isEmpty()) {
            return ends ? Effect().stop() : Effect().none();
        }
        long began = agent.startTime();
        return Effect().persist(entries).thenRun(stored -> agent.onStored(entries.size(), began));
    }

    /** The agent has done already what it stores now. */
    @Override
    public EventHandler<StoredAgent, JournalEntry> eventHandler() {
        return (stored, entry) -> {
            if (!recovered) {
                stored.apply(entry);
            }
            return stored;
        };
    }

    @Override
    public SignalHandler<StoredAgent> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.class, (stored, completed) -> onRecovered())
                .onSignal(PostStop.class, (stored, stop) -> agent.onPostStop())
                .build();
    }

    private void onRecovered() {
        recovered = true;
        agent.onRecovered();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        if (settings.snapshotEvery() == 0) {
            return RetentionCriteria.disabled();
        }
        var snapshots = RetentionCriteria.snapshotEvery(settings.snapshotEvery(), settings.keepSnapshots());
        return settings.keepHistory() ? snapshots : snapshots.withDeleteEventsOnSnapshot();
    }

    @Override
    public EventAdapter<JournalEntry, Object> eventAdapter() {
        return new EventAdapter<>() {
            @Override
            public Object toJournal(JournalEntry entry) {
                return forms.store(entry);
            }

            @Override
            public String manifest(JournalEntry entry) {
                return ""; // the serializer says what it is
            }

            @Override
            public EventSeq<JournalEntry> fromJournal(Object stored, String manifest) {
                return EventSeq.single(forms.read(stored));
            }
        };
    }

    /** What is stored must not change while it is written; the fold goes on. */
    @Override
    public SnapshotAdapter<StoredAgent> snapshotAdapter() {
        return new SnapshotAdapter<>() {
            @Override
            public Object toJournal(StoredAgent state) {
                return state.snapshot();
            }

            @Override
            public StoredAgent fromJournal(Object from) {
                var stored = agent.stored();
                var snapshot = (AgentSnapshot) from;
                stored.restore(snapshot);
                forms.restore(snapshot);
                return stored;
            }
        };
    }
}
