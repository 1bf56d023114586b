package dev.troupe.samples.research;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NotesTest {
    private static final Notes NOTES = Notes.parse("Cats\nA cat sleeps.\n\nDogs\nA dog barks at a cat.\n");

    @Test
    void findsTheBestNoteFirst() {
        assertThat(NOTES.search("Where does the CAT sleep, and the cats?"))
                .isEqualTo("[Cats] A cat sleeps.\n[Dogs] A dog barks at a cat.");
    }

    @Test
    void saysWhichNotesThereAreIfNoneFits() {
        assertThat(NOTES.search("a ?")).isEqualTo("Nothing found. There are notes on: Cats, Dogs");
    }

    @Test
    void hasNotesOnWhatTheTeamIsAskedFor() {
        assertThat(Notes.load().search("durable agents"))
                .startsWith("[Durable agents] A durable agent stores each turn");
    }
}
