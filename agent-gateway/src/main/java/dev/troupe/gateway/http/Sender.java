package dev.troupe.gateway.http;

import dev.troupe.agent.AgentException;
import dev.troupe.agent.AgentRuntime;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.SendOptions;
import dev.troupe.engine.StoredSends;
import dev.troupe.gateway.access.Resource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Sends what comes in: durable where there is a store, in memory otherwise, and once per id as far as one of both
 * remembers. Thread-safe.
 */
final class Sender {
    /**
     * A message to send, or an event to publish.
     *
     * @param fingerprint of what is sent and where to: another one under the same id is a conflict
     * @param storedOnly whether it is refused rather than kept in memory only
     * @param way sends it, and completes with the receipts
     */
    record Order(
            String messageId,
            String fingerprint,
            Resource target,
            boolean storedOnly,
            Function<SendOptions, CompletionStage<List<Receipt>>> way) {}

    private static final Duration FIRST_LOOK = Duration.ofMillis(20);
    private static final Duration LAST_LOOK = Duration.ofSeconds(1);

    private final AgentRuntime runtime;
    private final ActorSystem<?> system;
    private final Duration maxWait;
    private final SendWindow window;

    Sender(AgentRuntime runtime, HttpSettings settings, ActorSystem<?> system) {
        this.runtime = runtime;
        this.system = system;
        this.maxWait = settings.times().maxWait();
        this.window = new SendWindow(settings.sends(), Clock.systemUTC());
    }

    /** Sends, unless that was done under the id before; then returns that. Throws a problem if it was something else. */
    SendWindow.Entry send(Order order) {
        var fresh = window.fresh(order.messageId(), order.fingerprint(), order.target());
        var known = window.putIfAbsent(fresh);
        if (known == null) {
            store(order, fresh);
            return fresh;
        }
        if (!known.fingerprint().equals(order.fingerprint())) {
            throw Problem.of(ProblemType.CONFLICT, "the id was used for something else (expected: the same request)")
                    .with("messageId", order.messageId())
                    .exception();
        }
        return known;
    }

    /** Completes with what to say of one message: that it is on its way, or how it ended, as far as that is known in time. */
    CompletionStage<HttpResponse> answer(SendWindow.Entry entry, boolean untilSettled) {
        long deadline = deadline();
        return begun(entry, deadline)
                .thenCompose(begun -> untilSettled
                        ? settled(entry, begun, deadline).thenApply(ends -> SendAnswers.ended(entry, begun, ends))
                        : CompletableFuture.completedFuture(SendAnswers.begun(entry, begun)));
    }

    /** Returns how long a request that came now waits, whatever it has sent; a value of {@link System#nanoTime}. */
    long deadline() {
        return System.nanoTime() + maxWait.toNanos();
    }

    /** Completes once the message is on its way; fails if it is not, or that takes too long to know. */
    CompletionStage<SendWindow.Begun> begun(SendWindow.Entry entry, long deadline) {
        return within(entry.begun(), deadline)
                .thenApply(begun -> begun.orElseThrow(() -> Problem.of(
                                ProblemType.TIMEOUT, "not stored in time; send it again under the same id to be sure")
                        .with("messageId", entry.messageId())
                        .exception()));
    }

    /** Completes with the ends of a message at all of its recipients; empty if they take too long. */
    CompletionStage<Optional<List<Receipt>>> settled(SendWindow.Entry entry, SendWindow.Begun begun, long deadline) {
        if (begun.outcome() == SendWindow.Outcome.NO_RECIPIENTS) {
            return CompletableFuture.completedFuture(Optional.of(List.of()));
        }
        if (begun.outcome() == SendWindow.Outcome.ACCEPTED) {
            return within(entry.settled(), deadline);
        }
        var end = new CompletableFuture<Optional<List<Receipt>>>();
        look(new Look(entry.messageId(), begun.receipts().size(), deadline, end), FIRST_LOOK);
        return end;
    }

    /** Returns what this node remembers of a message. */
    Optional<SendWindow.Entry> find(String messageId) {
        return Optional.ofNullable(window.find(messageId));
    }

    private void store(Order order, SendWindow.Entry entry) {
        var options = SendOptions.DEFAULT.withMessageId(order.messageId());
        try {
            order.way().apply(options.durable()).whenComplete((receipts, error) -> {
                if (error == null) {
                    stored(entry, receipts);
                } else if (isWithoutStore(error) && !order.storedOnly()) {
                    keepInMemory(order, options, entry);
                } else {
                    fail(entry, error);
                }
            });
        } catch (RuntimeException e) {
            fail(entry, e);
        }
    }

    private void stored(SendWindow.Entry entry, List<Receipt> receipts) {
        for (Receipt receipt : receipts) {
            if (receipt.failure().isPresent()) {
                fail(entry, failed(receipt).with("receipts", receipts).exception());
                return;
            }
        }
        var outcome = receipts.isEmpty() ? SendWindow.Outcome.NO_RECIPIENTS : SendWindow.Outcome.STORED;
        entry.begun().complete(new SendWindow.Begun(outcome, receipts));
    }

    private void keepInMemory(Order order, SendOptions options, SendWindow.Entry entry) {
        try {
            var stage = order.way().apply(options);
            var sent = stage.toCompletableFuture();
            if (sent.isCompletedExceptionally()) {
                stage.whenComplete((receipts, error) -> fail(entry, error));
                return;
            }
            stage.whenComplete((receipts, error) -> {
                if (error == null) {
                    entry.settled().complete(receipts);
                } else {
                    entry.settled().completeExceptionally(error);
                }
            });
            var outcome = sent.isDone() && sent.join().isEmpty()
                    ? SendWindow.Outcome.NO_RECIPIENTS
                    : SendWindow.Outcome.ACCEPTED;
            entry.begun().complete(new SendWindow.Begun(outcome, List.of()));
        } catch (RuntimeException e) {
            fail(entry, e);
        }
    }

    private void fail(SendWindow.Entry entry, Throwable error) {
        window.remove(entry);
        entry.begun().completeExceptionally(error);
    }

    /** Returns the problem that the end of a message is to its sender. */
    static Problem failed(Receipt receipt) {
        return Problem.of(receipt.failure()
                        .orElseGet(() -> Failure.of(Failure.Kind.OUTCOME_UNKNOWN, "nothing is known of " + receipt)))
                .with("messageId", receipt.messageId())
                .with("outcome", receipt.outcome())
                .with("attempts", receipt.attempts());
    }

    static boolean isWithoutStore(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof AgentException failed && StoredSends.UNAVAILABLE.equals(failed.failure());
    }

    private record Look(
            String messageId, int recipients, long deadline, CompletableFuture<Optional<List<Receipt>>> end) {}

    private void look(Look look, Duration pause) {
        runtime.fate(look.messageId()).whenComplete((fate, error) -> {
            if (error != null) {
                look.end().completeExceptionally(error);
            } else if (fate.receipts().size() >= look.recipients() && isEnd(fate.receipts())) {
                look.end().complete(Optional.of(fate.receipts()));
            } else if (System.nanoTime() - look.deadline() > 0) {
                look.end().complete(Optional.empty());
            } else {
                Duration next = pause.multipliedBy(2).compareTo(LAST_LOOK) < 0 ? pause.multipliedBy(2) : LAST_LOOK;
                system.scheduler().scheduleOnce(pause, () -> look(look, next), system.executionContext());
            }
        });
    }

    static boolean isEnd(List<Receipt> receipts) {
        return receipts.stream().noneMatch(receipt -> receipt.outcome() == Receipt.Outcome.STORED);
    }

    private static <T> CompletableFuture<Optional<T>> within(CompletableFuture<T> stage, long deadline) {
        return stage.thenApply(Optional::of)
                .completeOnTimeout(Optional.empty(), Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    }
}
