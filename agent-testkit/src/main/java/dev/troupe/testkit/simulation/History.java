package dev.troupe.testkit.simulation;

import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.delivery.StreamId;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What happened, line by line. Becomes text only when somebody reads it. */
final class History {
    private record Line(long at, String where, String what, List<Object> about) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%9.3f %-8s %s", at / 1000.0, where, what)
                    + about.stream().map(each -> " " + text(each)).collect(Collectors.joining());
        }
    }

    private final Clock clock;
    private final List<Line> lines = new ArrayList<>();

    History(Clock clock) {
        this.clock = clock;
    }

    /** Writes down; what it is about must be immutable. */
    void note(String where, String what, Object... about) {
        lines.add(new Line(clock.millis(), where, what, List.of(about)));
    }

    String text() {
        return text(lines);
    }

    String tail(int count) {
        return text(lines.subList(Math.max(0, lines.size() - count), lines.size()));
    }

    private static String text(List<Line> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private static String text(Object about) {
        if (about instanceof Envelope envelope) {
            return envelope.id() + " " + envelope.payload().type() + " to " + envelope.recipient();
        }
        if (about instanceof Batch<?> batch) {
            return text(batch.stream()) + " batch " + batch.number() + " floor " + batch.floor() + " after "
                    + batch.previous() + " again up to " + batch.redeliveredUpTo() + " "
                    + batch.entries().stream().map(History::text).toList();
        }
        if (about instanceof Report<?> report) {
            return text(report.stream()) + " report on batch " + report.batch() + " by activation "
                    + report.activation() + " accepted " + report.acceptedUpTo() + " " + report.state() + " settled "
                    + report.settled().stream().map(History::text).toList();
        }
        if (about instanceof StreamId stream) {
            return stream.origin() + "." + stream.incarnation();
        }
        return String.valueOf(about);
    }

    private static String text(Batch.Entry<?> entry) {
        return "#" + entry.seq() + (entry.message() instanceof Envelope envelope ? " " + envelope.id() : "");
    }

    private static String text(Report.Settled<?> settled) {
        return "#" + settled.seq() + " "
                + (settled.outcome() instanceof Outcome outcome && outcome.failure() != null
                        ? outcome.failure().kind()
                        : "processed");
    }
}
