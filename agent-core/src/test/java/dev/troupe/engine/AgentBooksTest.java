package dev.troupe.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Inbox;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The books of an agent. That they balance in all other tests of machines is checked by their fixtures. */
class AgentBooksTest extends AgentMachineFixture {
    private static final int MORE_THAN_FIT = 15;

    private final BookedInbox inbox = new BookedInbox(
            new AgentMachine.Identity(SELF, "node", 7),
            Settings.of(ConfigFactory.load()).agents().limits(),
            Inbox.Watch.NONE);

    @Test
    void hasOpenWhatItAcceptedUntilThatIsSettled() {
        inbox.accept(batch(note("m1")));
        long busy = inbox.imbalance(true);
        long resting = inbox.imbalance(false);
        inbox.settle(STREAM, 1, Outcome.processed(1, null));

        assertThat(busy).isZero();
        assertThat(resting).as("accepted by one who has nothing to do").isEqualTo(1);
        assertThat(inbox.imbalance(false)).isZero();
    }

    @Test
    void handsBackWhatIsNotSettledWhenItEnds() {
        inbox.accept(batch(note("m1")));

        inbox.release();

        assertThat(inbox.imbalance(false)).isZero();
    }

    @Test
    void findsWhatAMachineDropsBetweenItsInboxAndItsQueue() {
        port.onRefused = () -> {
            throw new IllegalStateException("as told");
        };

        assertThatThrownBy(() -> machine.onBatch(tooMany())).hasMessage("as told");
        long lost = machine.imbalance();
        int accepted = machine.waiting();
        machine = newMachine(3);

        assertThat(accepted).isPositive();
        assertThat(lost).isEqualTo(accepted);
    }

    @Test
    void balancesWhileAMessageWaitsForItsTurnAndAfterIt() {
        machine.onBatch(batch(note("m1")));
        long waiting = machine.imbalance();

        pass(0);

        assertThat(waiting).as("of one that waits for its turn").isZero();
        assertThat(machine.imbalance()).isZero();
    }

    private Envelope note(String id) {
        return message(id, null, new TestAgent.Note("x"));
    }

    private Batch<Envelope> tooMany() {
        List<Batch.Entry<Envelope>> entries = new ArrayList<>();
        for (int number = 1; number <= MORE_THAN_FIT; number++) {
            entries.add(new Batch.Entry<>(number, note("m" + number)));
        }
        return new Batch<>(STREAM, 1, 1, 0, entries);
    }
}
