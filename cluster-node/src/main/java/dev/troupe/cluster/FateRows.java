package dev.troupe.cluster;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.Receipt;
import dev.troupe.agent.StoredDeadLetters.Place;
import dev.troupe.engine.FateStore;
import dev.troupe.journal.JournalJson;
import dev.troupe.message.Envelope;
import dev.troupe.message.Json;
import dev.troupe.store.FateTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The entries of a {@link FateStore} as rows of a table. */
final class FateRows {
    private static final String MESSAGE = "message.1";

    private FateRows() {}

    static FateTable.Key key(Receipt receipt) {
        return key(receipt.messageId(), receipt.recipient());
    }

    static FateTable.Key key(String messageId, AgentId recipient) {
        return new FateTable.Key(messageId, recipient.type(), recipient.key());
    }

    static FateTable.Place place(Place place) {
        return new FateTable.Place(place.at().toEpochMilli(), key(place.messageId(), place.recipient()));
    }

    static FateTable.Row row(FateStore.Entry entry) {
        var receipt = entry.receipt();
        return new FateTable.Row(
                key(receipt),
                entry.publication(),
                receipt.outcome().name(),
                receipt.attempts(),
                receipt.failure().map(Json::text).orElse(null),
                entry.deadLetter() == null ? null : write(entry.deadLetter()),
                entry.at().toEpochMilli());
    }

    static Receipt receipt(FateTable.Row row) {
        return new Receipt(
                row.key().messageId(),
                new AgentId(row.key().recipientType(), row.key().recipientKey()),
                Receipt.Outcome.valueOf(row.outcome()),
                row.attempts(),
                Optional.ofNullable(row.failure()).map(failure -> Json.parse(failure, Failure.class)));
    }

    static FateStore.Entry entry(FateTable.Row row) {
        return new FateStore.Entry(
                receipt(row), row.publicationId(), read(row.deadLetter()), Instant.ofEpochMilli(row.at()));
    }

    private static String write(Envelope message) {
        return new String(JournalJson.write(message), StandardCharsets.UTF_8);
    }

    private static @Nullable Envelope read(@Nullable String json) {
        try {
            return json == null ? null : (Envelope) JournalJson.read(MESSAGE, json.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
