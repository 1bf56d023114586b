package dev.troupe.samples.research;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Some notes on Troupe, and a search in them by words: small enough that the same query always finds the same. */
record Notes(List<Note> notes) {
    private static final String RESOURCE = "notes.txt";
    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    /** Shorter words are in all notes. */
    private static final int LEAST_LETTERS = 3;

    private static final int MOST_FOUND = 3;

    /** One note. */
    record Note(String title, String text) {
        /** Returns how many of the words are in it; one in the title is worth two. */
        private long score(Set<String> words) {
            Set<String> inTitle = words(title);
            Set<String> inText = words(text);
            return words.stream()
                    .mapToLong(word -> (inTitle.contains(word) ? 2 : 0) + (inText.contains(word) ? 1 : 0))
                    .sum();
        }
    }

    Notes {
        notes = List.copyOf(notes);
    }

    static Notes load() {
        try (InputStream stream = Notes.class.getResourceAsStream(RESOURCE)) {
            if (stream == null) {
                throw new IllegalStateException("resource: " + RESOURCE + " (expected: in the jar of the samples)");
            }
            return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads notes with empty lines between them; the first line of each is its title. */
    static Notes parse(String text) {
        return new Notes(Arrays.stream(text.strip().split("\\R{2,}"))
                .map(note -> note.split("\\R", 2))
                .map(lines -> new Note(lines[0].strip(), lines[lines.length - 1].strip()))
                .toList());
    }

    /** Returns the notes that have most of the words of {@code query}, best first; says which there are if none has one. */
    String search(String query) {
        Set<String> words = words(query);
        String found = notes.stream()
                .filter(note -> note.score(words) > 0)
                .sorted(Comparator.comparingLong((Note note) -> note.score(words))
                        .reversed())
                .limit(MOST_FOUND)
                .map(note -> "[" + note.title() + "] " + note.text())
                .collect(Collectors.joining("\n"));
        return found.isEmpty()
                ? "Nothing found. There are notes on: "
                        + notes.stream().map(Note::title).collect(Collectors.joining(", "))
                : found;
    }

    private static Set<String> words(String text) {
        return NO_WORD.splitAsStream(text.toLowerCase(Locale.ROOT))
                .filter(word -> word.length() >= LEAST_LETTERS)
                .collect(Collectors.toSet());
    }
}
