package dev.troupe.node.management;

import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.gateway.http.LetterMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The dead letters in the memory of all nodes: each node tells of its own, and does to them what another one is told. */
final class ClusterLetters implements LetterMemory {
    private static final String LIST = "dead-letters";
    private static final String FIND = "dead-letter";
    private static final String RESEND = "dead-letter-resend";
    private static final String PURGE = "dead-letter-purge";

    /** What a node tells at once must fit into one answer. */
    private static final int MOST = 200;

    private static final int SHOWN = 300;

    /** The beginning of a page. */
    record Place(String after, int limit) {}

    /** Names one of a node. */
    record Named(String id) {}

    /** What a node tells: at most one, where it is asked for one. */
    record Letters(List<DeadLetter> letters) {}

    /** Whether it was there. */
    record Done(boolean done) {}

    private final String self;
    private final ClusterQuestions questions;
    private final LetterMemory own;

    ClusterLetters(ClusterRuntime runtime, ClusterQuestions questions) {
        this.self = runtime.address();
        this.questions = questions;
        this.own = LetterMemory.of(runtime.deadLetters(), self);
        questions.answerLater(
                LIST,
                Place.class,
                place -> own.behind(place.after(), Math.min(place.limit(), MOST + 1))
                        .thenApply(told -> new Letters(told.letters().stream()
                                .map(kept -> abridged(kept.letter()))
                                .toList())));
        questions.answerLater(
                FIND,
                Named.class,
                named -> own.find(self, named.id())
                        .thenApply(found ->
                                new Letters(found.map(Kept::letter).stream().toList())));
        questions.answerLater(
                RESEND,
                Named.class,
                named -> onOwn(named, kept -> own.resend(kept).thenApply(sent -> true)));
        questions.answerLater(PURGE, Named.class, named -> onOwn(named, own::purge));
    }

    private CompletionStage<Done> onOwn(Named named, Change change) {
        return own.find(self, named.id())
                .thenCompose(found -> found.map(change::make).orElseGet(() -> CompletableFuture.completedFuture(false)))
                .thenApply(Done::new);
    }

    private interface Change {
        CompletionStage<Boolean> make(Kept kept);
    }

    /** Returns a letter without its content, for a list. */
    private static DeadLetter abridged(DeadLetter letter) {
        var failure = letter.failure();
        String message = failure.message();
        return new DeadLetter(
                letter.id(),
                letter.messageId(),
                letter.recipient(),
                letter.sender(),
                letter.topic(),
                new JsonPayload(letter.payload().type(), "null"),
                message.length() > SHOWN ? Failure.of(failure.kind(), message.substring(0, SHOWN) + "…") : failure,
                letter.attempts(),
                letter.at());
    }

    @Override
    public int most() {
        return MOST;
    }

    @Override
    public CompletionStage<Told> behind(String after, int limit) {
        return questions.askAll(LIST, new Place(after, limit), Letters.class).thenApply(answers -> {
            List<Kept> all = new ArrayList<>();
            answers.byNode().forEach((node, told) -> told.letters().forEach(letter -> all.add(new Kept(node, letter))));
            List<String> missing = new ArrayList<>();
            answers.missing().forEach(node -> missing.add(node.asText()));
            return new Told(all, missing);
        });
    }

    /** An id without a node is of this one: its gateway tells of it so. */
    @Override
    public CompletionStage<Optional<Kept>> find(String node, String id) {
        String whose = node.isEmpty() ? self : node;
        return questions
                .ask(whose, FIND, new Named(id), Letters.class)
                .thenApply(told -> told.letters().stream().findFirst().map(letter -> new Kept(whose, letter)));
    }

    @Override
    public CompletionStage<Void> resend(Kept letter) {
        return change(RESEND, letter).thenAccept(done -> {
            if (!done) {
                throw new IllegalStateException("dead letter: '"
                        + letter.letter().id() + "' of " + letter.node() + " is gone (expected: one that is there)");
            }
        });
    }

    @Override
    public CompletionStage<Boolean> purge(Kept letter) {
        return change(PURGE, letter);
    }

    private CompletionStage<Boolean> change(String question, Kept letter) {
        return questions
                .ask(letter.node(), question, new Named(letter.letter().id()), Done.class)
                .thenApply(Done::done);
    }
}
