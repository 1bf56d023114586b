package dev.troupe.samples.triage;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Labels a text with the queue whose prototype sentences it resembles most, by the cosine of their embeddings.
 *
 * <p>Only the first {@value #MAX_CHARS} characters count: what a document is, it says at the top, and the time per text
 * stays bounded however long it is. Texts with a similarity below {@value #THRESHOLD} go to {@link Label#MANUAL}. That
 * is a low bar: it stops what is far off, while a higher one would also stop letters that any clerk understands.
 *
 * <p>It computes on the calling thread ({@link MiniLm#THREADS}) and owns none, so it needs no closing.
 */
final class EmbeddingClassifier implements TextClassifier {

    static final int MAX_CHARS = 2_000;
    static final double THRESHOLD = 0.24;

    /** How many of a queue's prototypes have a say; one alone is moody, all of them blur. */
    private static final int NEAREST = 2;

    private final EmbeddingModel model;
    private final Map<String, List<Embedding>> prototypes;

    private EmbeddingClassifier(EmbeddingModel model, Map<String, List<Embedding>> prototypes) {
        this.model = model;
        this.prototypes = Map.copyOf(prototypes);
    }

    /** Loads the JVM's one model if this is its first user, and embeds the prototypes; blocks for a second or so. */
    static EmbeddingClassifier load() {
        return of(MiniLm.shared(), Prototypes.load());
    }

    /** Embeds the prototypes with a model that the caller has; it must be safe to share between threads. */
    static EmbeddingClassifier of(EmbeddingModel model, Prototypes prototypes) {
        var embedded = new TreeMap<String, List<Embedding>>();
        prototypes
                .byQueue()
                .forEach((queue, sentences) -> embedded.put(
                        queue,
                        sentences.stream().map(s -> model.embed(s).content()).toList()));
        return new EmbeddingClassifier(model, embedded);
    }

    @Override
    public Label classify(String text) {
        var start = start(text);
        if (!hasWords(start)) {
            return Label.manual(0);
        }
        var nearest = nearest(model.embed(start).content());
        return nearest.score() < THRESHOLD ? Label.manual(nearest.score()) : nearest;
    }

    /** The model refuses texts without a token, such as blanks and zero-width spaces. */
    private static boolean hasWords(String text) {
        return text.codePoints().anyMatch(Character::isLetterOrDigit);
    }

    private Label nearest(Embedding embedding) {
        return prototypes.entrySet().stream()
                .map(queue -> new Label(queue.getKey(), similarity(embedding, queue.getValue())))
                .max(Comparator.comparingDouble(Label::score).thenComparing(Label::queue))
                .orElseThrow();
    }

    private static double similarity(Embedding embedding, Collection<Embedding> prototypes) {
        return prototypes.stream()
                .mapToDouble(prototype -> CosineSimilarity.between(embedding, prototype))
                .sorted()
                .skip(Math.max(0, prototypes.size() - NEAREST))
                .average()
                .orElseThrow();
    }

    /** Cuts between characters, never inside one of the pairs that make up an emoji. */
    private static String start(String text) {
        if (text.length() <= MAX_CHARS) {
            return text;
        }
        var insidePair = Character.isHighSurrogate(text.charAt(MAX_CHARS - 1));
        return text.substring(0, insidePair ? MAX_CHARS - 1 : MAX_CHARS);
    }
}
