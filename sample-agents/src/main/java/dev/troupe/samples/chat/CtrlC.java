package dev.troupe.samples.chat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What Ctrl-C does while it is open: it cancels the run, and gives the command the time to say so and to close what is open. */
final class CtrlC implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 10;

    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread hook;

    /** @param cancel ends what the command is at; the command then closes this */
    CtrlC(Runnable cancel) {
        this.hook = new Thread(() -> onExit(cancel), "chat-cancel");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void onExit(Runnable cancel) {
        cancel.run();
        try {
            var unused = closed.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // It runs: this is what it waits for.
        }
    }
}
