package dev.troupe.samples.demo;

import java.io.PrintStream;
import java.time.Duration;

/** What the demo shows: lines, and on a terminal one progress line that is written over. */
final class Screen {
    private static final String CLEAR_LINE = "\r\u001b[2K";
    private static final String RED = "\u001b[31m";
    private static final String GREEN = "\u001b[32m";
    private static final String RESET = "\u001b[0m";

    /** The terminal cuts what does not fit: a second line could not be written over. */
    private static final String WRAP_OFF = "\u001b[?7l";

    private static final String WRAP_ON = "\u001b[?7h";

    /** In a file every progress is a line that stays. */
    private static final Duration PLAIN_INTERVAL = Duration.ofSeconds(2);

    private final PrintStream out;
    private final boolean terminal;
    private boolean progressShown;
    private boolean closed;
    private String lastProgress = "";
    private long lastPlainProgress = System.nanoTime() - PLAIN_INTERVAL.toNanos();

    Screen(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    static Screen of(boolean plain) {
        // The launcher knows; Java's own test says yes for a pipe from JDK 22 on.
        boolean terminal = Boolean.getBoolean("troupe.terminal") && !"dumb".equals(System.getenv("TERM"));
        String noColor = System.getenv("NO_COLOR");
        return new Screen(System.out, terminal && !plain && (noColor == null || noColor.isEmpty()));
    }

    synchronized void line(String text) {
        if (!closed) {
            clearProgress();
            out.println(text);
        }
    }

    void error(String text) {
        line(terminal ? RED + text + RESET : text);
    }

    void good(String text) {
        line(terminal ? GREEN + text + RESET : text);
    }

    /** Shows how far it is; without a terminal only now and then, and only when it has changed. */
    synchronized void progress(String text) {
        if (closed || text.equals(lastProgress)) {
            return;
        }
        if (terminal) {
            out.print(CLEAR_LINE + WRAP_OFF + text + WRAP_ON);
            out.flush();
            progressShown = true;
        } else if (System.nanoTime() - lastPlainProgress >= PLAIN_INTERVAL.toNanos()) {
            lastPlainProgress = System.nanoTime();
            out.println(text);
        } else {
            return;
        }
        lastProgress = text;
    }

    /** Shows a last line; what comes after it is not of interest any more. */
    synchronized void close(String text) {
        line(text);
        closed = true;
    }

    private void clearProgress() {
        if (progressShown) {
            out.print(CLEAR_LINE);
            progressShown = false;
            lastProgress = "";
        }
    }
}
