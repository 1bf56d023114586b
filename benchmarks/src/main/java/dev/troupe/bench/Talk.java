package dev.troupe.bench;

import java.util.concurrent.CompletionStage;

/** Conversations of one side, addressed by key. */
interface Talk {
    /** What each of its turns says. */
    String TEXT =
            "Two hundred characters: what a sentence or two have. ".repeat(4).substring(0, 200);

    /** Returns how many turns each conversation has. */
    int turns();

    /** Is told of each turn. */
    TurnClock clock();

    /** Has a conversation; the stage completes when it has ended, and the next one may begin there. */
    CompletionStage<?> converse(String key);
}
