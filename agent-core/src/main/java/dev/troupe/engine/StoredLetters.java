package dev.troupe.engine;

import static java.util.Objects.requireNonNull;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters;
import dev.troupe.message.Envelope;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The dead letters among the fates in a store. */
public final class StoredLetters implements StoredDeadLetters {
    private final FateStore store;
    private final Function<Envelope, CompletionStage<Receipt>> sendAgain;

    /** @param sendAgain sends a message durable; the stage completes when it is stored */
    public StoredLetters(FateStore store, Function<Envelope, CompletionStage<Receipt>> sendAgain) {
        this.store = store;
        this.sendAgain = sendAgain;
    }

    @Override
    public CompletionStage<List<DeadLetter>> list(int limit) {
        return page(null, limit);
    }

    @Override
    public CompletionStage<List<DeadLetter>> list(Place after, int limit) {
        return page(after, limit);
    }

    private CompletionStage<List<DeadLetter>> page(@Nullable Place after, int limit) {
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: 1 to " + MOST + ")");
        }
        return store.deadLetters(after, limit)
                .thenApply(found -> found.stream().map(StoredLetters::letter).toList());
    }

    @Override
    public CompletionStage<Optional<DeadLetter>> find(String messageId, AgentId recipient) {
        return entry(messageId, recipient).thenApply(found -> found.map(StoredLetters::letter));
    }

    @Override
    public CompletionStage<Receipt> resend(String messageId, AgentId recipient) {
        return entry(messageId, recipient).thenCompose(found -> {
            var letter = found.orElseThrow(() -> new IllegalArgumentException(
                    "dead letter: '" + messageId + "' to " + recipient + " (expected: one from list())"));
            return sendAgain
                    .apply(requireNonNull(letter.deadLetter()))
                    .thenCompose(receipt -> replaced(letter, receipt));
        });
    }

    /** It is stored first, and a dead letter until then: a crash in between loses nothing. */
    private CompletionStage<Receipt> replaced(FateStore.Entry letter, Receipt receipt) {
        return receipt.outcome() == Receipt.Outcome.STORED
                ? store.replace(letter, receipt).thenApply(done -> receipt)
                : CompletableFuture.completedFuture(receipt);
    }

    @Override
    public CompletionStage<Boolean> purge(String messageId, AgentId recipient) {
        return entry(messageId, recipient)
                .thenCompose(found -> found.isPresent()
                        ? store.replace(found.get(), found.get().receipt())
                        : CompletableFuture.completedFuture(false));
    }

    private CompletionStage<Optional<FateStore.Entry>> entry(String messageId, AgentId recipient) {
        return store.find(messageId, recipient).thenApply(found -> found.filter(entry -> entry.deadLetter() != null));
    }

    private static DeadLetter letter(FateStore.Entry entry) {
        var receipt = entry.receipt();
        var message = requireNonNull(entry.deadLetter());
        return new DeadLetter(
                receipt.messageId() + " to " + receipt.recipient(),
                receipt.messageId(),
                receipt.recipient(),
                StoredSends.shownSender(message),
                Optional.ofNullable(message.topic()),
                message.payload().toJsonPayload(),
                receipt.failure().orElseThrow(),
                receipt.attempts(),
                entry.at());
    }
}
