package dev.troupe.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InboxTest {
    private static final StreamId STREAM = new StreamId("node#0", 1);
    private final Inbox<String, String> inbox = new Inbox<>("node-b", 7, 3, 2);

    @Test
    void refusesABatchAsAFullOneButKeepsWhatItHas() {
        var inbox = new Inbox<String, String>("a", 1, 10, 8);
        var stream = new StreamId("sender", 1);
        inbox.accept(new Batch<>(stream, 1, 1, 0, List.of(new Batch.Entry<>(1, "m1"))));
        inbox.reports();

        inbox.refuse(new Batch<>(stream, 2, 1, 1, List.of(new Batch.Entry<>(2, "m2"))));

        assertThat(inbox.reports()).containsExactly(new Report<>(stream, 2, "a", 1, 1, Report.State.FULL, List.of()));
        assertThat(inbox.waiting()).isEqualTo(1);
    }

    @Test
    void refusesLimitsThatMakeNoSense() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inbox<String, String>("a", 0, 1, 1))
                .withMessage("activation: 0 (expected: not 0)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inbox<String, String>("a", 1, 0, 1))
                .withMessage("limit: 0 (expected: >= 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Inbox<String, String>("a", 1, 1, 0))
                .withMessage("maxStreams: 0 (expected: >= 1)");
    }

    @Test
    void acceptsABatchAndSaysHowFar() {
        var fresh = inbox.accept(batch(1, 1, 0, 1, 2));

        assertThat(fresh).extracting(Batch.Entry::seq).containsExactly(1L, 2L);
        assertThat(inbox.reports())
                .containsExactly(new Report<>(STREAM, 1, "node-b", 7, 2, Report.State.OPEN, List.of()));
        assertThat(inbox.reports()).isEmpty();
    }

    @Test
    void dropsDuplicatesAndTellsTheirOutcomeAgain() {
        inbox.accept(batch(1, 1, 0, 1, 2));
        inbox.settle(STREAM, 1, "done");
        inbox.reports();

        var again = inbox.accept(batch(2, 1, 0, 1, 2));

        assertThat(again).isEmpty();
        assertThat(inbox.reports().get(0).settled()).containsExactly(new Report.Settled<>(1, "done"));
    }

    @Test
    void tellsHowManyWereDuplicatesAndHowManyDidNotFit() {
        List<String> heard = new ArrayList<>();
        var inbox = new Inbox<String, String>("node-b", 7, 3, 2, new Inbox.Watch() {
            @Override
            public void duplicates(int entries) {
                heard.add("duplicates " + entries);
            }

            @Override
            public void refused(int entries) {
                heard.add("refused " + entries);
            }
        });
        inbox.accept(batch(1, 1, 0, 1, 2));

        inbox.accept(batch(2, 1, 0, 1, 2, 3, 4, 5));

        assertThat(heard).containsExactly("duplicates 2", "refused 2");
    }

    @Test
    void refusesABatchThatWouldLeaveAGap() {
        var fresh = inbox.accept(batch(5, 3, 4, 5, 6));

        assertThat(fresh).isEmpty();
        assertThat(inbox.reports().get(0).acceptedUpTo()).isZero();
    }

    @Test
    void takesOnlyWhatFits() {
        var fresh = inbox.accept(batch(1, 1, 0, 1, 2, 3, 4));

        assertThat(fresh).hasSize(3);
        var report = inbox.reports().get(0);
        assertThat(report.state()).isEqualTo(Report.State.FULL);
        assertThat(report.acceptedUpTo()).isEqualTo(3);
    }

    @Test
    void hasRoomForOneEntryOfAQuietStreamThoughANoisyOneHasFilledIt() {
        inbox.accept(batch(1, 1, 0, 1, 2, 3, 4));
        var quiet = new StreamId("quiet", 1);
        List<Batch.Entry<String>> entries = List.of(new Batch.Entry<>(1, "m1"), new Batch.Entry<>(2, "m2"));

        var fresh = inbox.accept(new Batch<>(quiet, 1, 1, 0, entries));
        var noisy = inbox.accept(batch(2, 1, 3, 4));

        assertThat(fresh).extracting(Batch.Entry::message).containsExactly("m1");
        assertThat(noisy).isEmpty();
    }

    @Test
    void forgetsOutcomesBelowTheFloorAndIgnoresStaleCopies() {
        inbox.accept(batch(1, 1, 0, 1));
        inbox.settle(STREAM, 1, "done");
        inbox.accept(batch(2, 2, 0, 2));
        inbox.reports();

        var stale = inbox.accept(batch(1, 1, 0, 1));

        assertThat(stale).isEmpty();
        assertThat(inbox.reports().get(0).settled()).isEmpty();
    }

    @Test
    void saysFarewellToStreamsWithEntriesLeft() {
        inbox.accept(batch(1, 1, 0, 1));
        inbox.reports();

        assertThat(inbox.release()).extracting(Report::state).containsExactly(Report.State.RELEASED);
    }

    @Test
    void keepsAStreamWithWaitingEntriesWhenItKnowsTooMany() {
        inbox.accept(batch(1, 1, 0, 1));
        for (int other = 0; other < 5; other++) {
            var stream = new StreamId("other-" + other, 1);
            inbox.accept(new Batch<>(stream, 1, 1, 0, List.of(new Batch.Entry<>(1, "m"))));
            inbox.settle(stream, 1, "done");
            inbox.reports();
        }

        inbox.settle(STREAM, 1, "done");

        assertThat(inbox.waiting()).isZero();
    }

    @Test
    void refusesToSettleWhatWasNotAccepted() {
        inbox.accept(batch(1, 1, 0, 1));

        assertThatThrownBy(() -> inbox.settle(STREAM, 2, "done")).isInstanceOf(IllegalStateException.class);
    }

    private static Batch<String> batch(long number, long floor, long previous, long... seqs) {
        return new Batch<>(
                STREAM,
                number,
                floor,
                previous,
                LongStream.of(seqs)
                        .mapToObj(seq -> new Batch.Entry<>(seq, "m" + seq))
                        .toList());
    }
}
