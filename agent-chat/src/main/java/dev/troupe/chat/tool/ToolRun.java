package dev.troupe.chat.tool;

import dev.troupe.chat.ChatContext;
import dev.troupe.chat.ToolCall;
import dev.troupe.chat.ToolResult;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call of a tool. */
final class ToolRun {
    private final Tool tool;
    private final ToolCall call;
    private final CallTurn turn;
    private final Duration timeout;

    /** Its state, so that a thread is not interrupted for a call that it has done. */
    private @Nullable Thread thread;

    private boolean late;

    ToolRun(Tool tool, ToolCall call, CallTurn turn, Duration timeout) {
        this.tool = tool;
        this.call = call;
        this.turn = turn;
        this.timeout = timeout;
    }

    Tool tool() {
        return tool;
    }

    ToolCallContext context(String key) {
        return new Context(key, call, turn);
    }

    /** Runs it on this thread, which waits. Throws only if the turn is cancelled: then nobody has seen a result. */
    ToolResult blocking(String key) {
        begin();
        var timer = startTimer();
        try {
            String content = tool.run(call.arguments(), context(key))
                    .toCompletableFuture()
                    .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new ToolResult(call.id(), call.name(), content, false);
        } catch (TimeoutException e) {
            onTimeout();
            return failed(e);
        } catch (Exception e) { // the edge to code of others: what it throws is for the model
            return failed(e);
        } finally {
            timer.complete(false);
            end();
        }
    }

    /** Runs it without a thread of its own. */
    CompletionStage<ToolResult> withSteps() {
        CompletableFuture<String> running;
        try {
            running = tool.run(call.arguments(), context(turn.key()))
                    .thenApply(content -> content)
                    .toCompletableFuture();
        } catch (RuntimeException e) {
            running = CompletableFuture.failedFuture(e);
        }
        return running.copy()
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle((content, failure) -> {
                    if (failure instanceof TimeoutException) {
                        onTimeout();
                    }
                    var result =
                            failure == null ? new ToolResult(call.id(), call.name(), content, false) : failed(failure);
                    end();
                    return result;
                });
    }

    /** A tool that does not let go of this thread is interrupted. */
    private CompletableFuture<Boolean> startTimer() {
        var timer = new CompletableFuture<Boolean>().completeOnTimeout(true, timeout.toMillis(), TimeUnit.MILLISECONDS);
        var unused = timer.thenAccept(over -> {
            if (over) {
                onTimeout();
            }
        });
        return timer;
    }

    private ToolResult failed(Throwable failure) {
        synchronized (this) {
            if (late) {
                return Toolbox.failed(call, "Error: tool '" + call.name() + "' timed out after " + timeout);
            }
        }
        if (turn.cancelled()) {
            throw new CancellationException("tool '" + call.name() + "': the run is cancelled");
        }
        return Toolbox.failed(call, message(failure));
    }

    private synchronized void begin() {
        thread = Thread.currentThread();
    }

    private void onTimeout() {
        synchronized (this) {
            if (late) {
                return;
            }
            late = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
        turn.cancel();
    }

    private void end() {
        turn.end();
        synchronized (this) {
            if (late && thread != null) {
                Thread.interrupted(); // ours, and the step goes on to store the result
            }
            late = true; // the timer has nothing to do any more
            thread = null;
        }
    }

    /** Returns what the model is told of a failure. */
    static String message(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private record Context(String key, ToolCall call, CallTurn turn) implements ToolCallContext {
        @Override
        public String conversation() {
            return turn.conversation();
        }

        @Override
        public String agent() {
            return turn.agent();
        }

        @Override
        public void onCancel(Runnable action) {
            turn.onCancel(action);
        }

        @Override
        public ChatContext chat() {
            return turn;
        }
    }
}
