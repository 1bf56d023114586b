package dev.troupe.samples.demo;

/** What the demo shows: lines, and on a terminal one progress line that is written over. */
final class Screen {
    private static final String CLEAR_LINE = "\r\u001b[2K";

    private final boolean terminal;
    private boolean progressShown;
    private String lastProgress = "";

    Screen(boolean plain) {
        // The launcher knows; Java's own test says yes for a pipe from JDK 22 on.
        this.terminal = !plain && Boolean.getBoolean("troupe.terminal") && System.getenv("NO_COLOR") == null;
    }

    synchronized void line(String text) {
        clearProgress();
        System.out.println(text);
    }

    synchronized void error(String text) {
        clearProgress();
        System.out.println(terminal ? "\u001b[31m" + text + "\u001b[0m" : text);
    }

    synchronized void good(String text) {
        clearProgress();
        System.out.println(terminal ? "\u001b[32m" + text + "\u001b[0m" : text);
    }

    /** Shows how far it is; without a terminal only when it has changed. */
    synchronized void progress(String text) {
        if (text.equals(lastProgress)) {
            return;
        }
        lastProgress = text;
        if (terminal) {
            System.out.print(CLEAR_LINE + text);
            System.out.flush();
            progressShown = true;
        } else {
            System.out.println(text);
        }
    }

    private void clearProgress() {
        if (progressShown) {
            System.out.print(CLEAR_LINE);
            progressShown = false;
        }
    }
}
