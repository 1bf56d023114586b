package dev.troupe.gateway.http;

import dev.troupe.agent.AgentId;
import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.StoredDeadLetters.Place;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a dead letter is in the list of all, whether it is still there or not. Its texts are for clients, who give them back.
 *
 * @param memoryId its id in the memory of a node, with that node where there are several; empty for one in the store
 */
record LetterSpot(Place place, String memoryId) implements Comparable<LetterSpot> {
    private static final Comparator<LetterSpot> ORDER =
            Comparator.comparing(LetterSpot::place).thenComparing(LetterSpot::memoryId);
    private static final Pattern TEXT =
            Pattern.compile("(\\d{1,15})\\.(?:s|m\\.(dl-\\d{1,18}(?:@[^@]{1,300})?))\\.([\\w-]+)");
    private static final Pattern MEMORY_ID = Pattern.compile("m\\.(dl-\\d{1,18})(?:@([^@]{1,300}))?");
    /** A message id, behind its length, and the recipient. */
    private static final Pattern KEY = Pattern.compile("(?s)(\\d{1,6}):(.*)");

    private static final String STORED = "s.";
    private static final String IN_MEMORY = "m.";

    static LetterSpot stored(DeadLetter letter) {
        return new LetterSpot(Place.of(letter), "");
    }

    static LetterSpot inMemory(LetterMemory.Kept kept) {
        var letter = kept.letter();
        return new LetterSpot(Place.of(letter), kept.node().isEmpty() ? letter.id() : letter.id() + "@" + kept.node());
    }

    /**
     * Where one in memory is.
     *
     * @param node empty where only one node tells
     */
    record InMemory(String id, String node) {}

    /** Reads the id of one in memory; empty for anything else. */
    static Optional<InMemory> parseMemoryId(String id) {
        var parts = MEMORY_ID.matcher(id);
        return parts.matches()
                ? Optional.of(new InMemory(parts.group(1), parts.group(2) == null ? "" : parts.group(2)))
                : Optional.empty();
    }

    /** Reads what {@link #text} wrote; throws {@link IllegalArgumentException} for anything else. */
    static LetterSpot parse(String text) {
        var parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        var at = Instant.ofEpochMilli(Long.parseLong(parts.group(1)));
        return new LetterSpot(placeOf(at, parts.group(3)), parts.group(2) == null ? "" : parts.group(2));
    }

    /** Reads the id of a stored one, but not when it was given up; throws {@link IllegalArgumentException} for others. */
    static Place parseStoredId(String id) {
        if (!id.startsWith(STORED)) {
            throw new IllegalArgumentException(id);
        }
        return placeOf(Instant.EPOCH, id.substring(STORED.length()));
    }

    private static Place placeOf(Instant at, String encoded) {
        var key = KEY.matcher(new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8));
        if (!key.matches() || Integer.parseInt(key.group(1)) > key.group(2).length()) {
            throw new IllegalArgumentException(encoded);
        }
        int length = Integer.parseInt(key.group(1));
        String both = key.group(2);
        return new Place(at, both.substring(0, length), AgentId.parse(both.substring(length)));
    }

    boolean isStored() {
        return memoryId.isEmpty();
    }

    /** Names the letter. */
    String id() {
        return isStored() ? STORED + key() : IN_MEMORY + memoryId;
    }

    /** Returns all of it, for {@link #parse}. */
    String text() {
        return place.at().toEpochMilli() + "." + (isStored() ? STORED : IN_MEMORY + memoryId + ".") + key();
    }

    private String key() {
        String text = place.messageId().length() + ":" + place.messageId() + place.recipient();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public int compareTo(LetterSpot other) {
        return ORDER.compare(this, other);
    }
}
