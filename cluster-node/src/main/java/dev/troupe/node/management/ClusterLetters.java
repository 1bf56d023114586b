package dev.troupe.node.management;

import dev.troupe.agent.DeadLetter;
import dev.troupe.agent.Failure;
import dev.troupe.agent.JsonPayload;
import dev.troupe.cluster.ClusterRuntime;
import dev.troupe.cluster.Inquiries;
import dev.troupe.gateway.http.LetterMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The dead letters in the memory of all nodes: each node tells of its own, and does to them what another one is told. What
 * a message contains may be longer than an answer, so another node tells it in parts.
 */
final class ClusterLetters implements LetterMemory {
    private static final String LIST = "dead-letters";
    private static final String FIND = "dead-letter";
    private static final String RESEND = "dead-letter-resend";
    private static final String PURGE = "dead-letter-purge";

    /** What a node tells at once must fit into one answer. */
    private static final int MOST = 200;

    private static final int SHOWN = 300;

    /** Characters of a content in one answer; there, each may take six. */
    private static final int PART = Inquiries.LONGEST_ANSWER / 8;

    /** The beginning of a page. */
    record Place(String after, int limit) {}

    /** Names one of a node. */
    record Named(String id) {}

    /** What a node has. */
    record Letters(List<DeadLetter> letters) {}

    /** Names characters of a content; none to do without it. */
    record Part(int from, int length) {}

    /**
     * Names one of a node, and what is wanted of its content.
     *
     * @param part null asks for the whole letter, as nodes do that are from before there were parts
     */
    record Wanted(String id, @Nullable Part part) {}

    /**
     * What a node tells of one.
     *
     * @param letters it, if it is there
     * @param content the part; null where the letter has it all
     * @param more whether the content goes on
     */
    record Found(List<DeadLetter> letters, @Nullable String content, boolean more) {
        Found {
            letters = List.copyOf(letters);
        }
    }

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
                Wanted.class,
                wanted -> own.find(self, wanted.id())
                        .thenApply(found -> found.map(kept -> part(kept.letter(), wanted.part()))
                                .orElseGet(() -> new Found(List.of(), null, false))));
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

    private static Found part(DeadLetter letter, @Nullable Part part) {
        if (part == null) {
            return new Found(List.of(letter), null, false);
        }
        if (part.length() == 0) {
            return new Found(List.of(abridged(letter)), "", false);
        }
        String json = letter.payload().json();
        int begin = Math.min(part.from(), json.length());
        int end = Math.min(begin + part.length(), json.length());
        if (end < json.length() && Character.isHighSurrogate(json.charAt(end - 1))) {
            end--; // half a character does not travel
        }
        return new Found(
                List.of(copy(letter, "null", letter.failure())), json.substring(begin, end), end < json.length());
    }

    /** Returns a letter without its content, for a list. */
    private static DeadLetter abridged(DeadLetter letter) {
        var failure = letter.failure();
        String message = failure.message();
        return copy(
                letter,
                "null",
                message.length() > SHOWN ? Failure.of(failure.kind(), message.substring(0, SHOWN) + "…") : failure);
    }

    private static DeadLetter copy(DeadLetter letter, String content, Failure failure) {
        return new DeadLetter(
                letter.id(),
                letter.messageId(),
                letter.recipient(),
                letter.sender(),
                letter.topic(),
                new JsonPayload(letter.payload().type(), content),
                failure,
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

    @Override
    public CompletionStage<Optional<Kept>> find(String node, String id) {
        return isOwn(node) ? own.find(self, id) : read(node, id, "");
    }

    @Override
    public CompletionStage<Optional<Kept>> look(String node, String id) {
        return isOwn(node)
                ? own.find(self, id)
                : ask(node, id, new Part(0, 0))
                        .thenApply(found -> found.letters().stream().findFirst().map(letter -> new Kept(node, letter)));
    }

    /** An id without a node is of this one: its gateway tells of it so. */
    private boolean isOwn(String node) {
        return node.isEmpty() || node.equals(self);
    }

    /** @param before the content up to the part that is read next */
    private CompletionStage<Optional<Kept>> read(String node, String id, String before) {
        return ask(node, id, new Part(before.length(), PART)).thenCompose(found -> {
            if (found.letters().isEmpty()) {
                return CompletableFuture.completedFuture(Optional.empty());
            }
            var letter = found.letters().get(0);
            String content = found.content() == null ? letter.payload().json() : before + found.content();
            return found.more() && content.length() > before.length()
                    ? read(node, id, content)
                    : CompletableFuture.completedFuture(
                            Optional.of(new Kept(node, copy(letter, content, letter.failure()))));
        });
    }

    private CompletionStage<Found> ask(String node, String id, Part part) {
        return questions.ask(node, FIND, new Wanted(id, part), Found.class);
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
