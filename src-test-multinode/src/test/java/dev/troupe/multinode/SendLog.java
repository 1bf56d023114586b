package dev.troupe.multinode;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.troupe.agent.Receipt;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a node sent and what it was told of it, one line each, in a file. A line that is written survives a killed
 * process. An attempt is written before it is made, so a message that was applied is always known here.
 */
final class SendLog {
    static final String SUFFIX = ".sends";
    static final String REFUSED = "REFUSED";
    static final String FAILED = "FAILED";

    private static final String ATTEMPT = "ATTEMPT";

    /**
     * A line.
     *
     * @param outcome a {@link Receipt.Outcome}, {@link #REFUSED}, {@link #FAILED}, or that it is an attempt
     * @param tookMillis from the send to the receipt
     * @param at when the line was written, since the epoch
     */
    record Line(Message message, String outcome, int attempts, long tookMillis, long at) {
        boolean isAttempt() {
            return outcome.equals(ATTEMPT);
        }

        boolean processed() {
            return outcome.equals(Receipt.Outcome.PROCESSED.name());
        }

        boolean deadLettered() {
            return outcome.equals(Receipt.Outcome.DEAD_LETTERED.name());
        }
    }

    private final OutputStream out;

    SendLog(Path file) {
        try {
            out = Files.newOutputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void attempt(Message message) {
        write(message, ATTEMPT, 0, 0);
    }

    void refused(Message message) {
        write(message, REFUSED, 0, 0);
    }

    /** Writes an end; without a receipt the send failed. */
    void settled(Message message, Receipt receipt, long tookMillis) {
        if (receipt == null) {
            write(message, FAILED, 0, tookMillis);
        } else {
            write(message, receipt.outcome().name(), receipt.attempts(), tookMillis);
        }
    }

    static List<Line> read(Path file) {
        return Trace.lines(file)
                .map(part -> new Line(
                        Message.parse(part[0], part[1], part[2]),
                        part[3],
                        Integer.parseInt(part[4]),
                        Long.parseLong(part[5]),
                        Long.parseLong(part[6])))
                .toList();
    }

    private synchronized void write(Message message, String outcome, int attempts, long tookMillis) {
        String line = message.text() + "\t" + outcome + "\t" + attempts + "\t" + tookMillis + "\t"
                + System.currentTimeMillis() + "\n";
        try {
            out.write(line.getBytes(UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
