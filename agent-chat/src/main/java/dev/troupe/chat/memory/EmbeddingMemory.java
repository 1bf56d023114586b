package dev.troupe.chat.memory;

import static java.util.Objects.requireNonNull;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.store.embedding.CosineSimilarity;
import dev.langchain4j.store.embedding.RelevanceScore;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Finds what means nearly the same as the query, the nearest first. Kept in this JVM only and compared one by one: for
 * thousands of facts, not for millions.
 */
public final class EmbeddingMemory implements Memory {
    private static final int MOST = 3;

    private record Fact(String content, Embedding meaning) {}

    private record Found(String content, double score) {}

    private final EmbeddingModel model;
    private final int most;
    private final double minScore;
    private final List<Fact> facts;

    private EmbeddingMemory(EmbeddingModel model, int most, double minScore, List<Fact> facts) {
        this.model = requireNonNull(model, "model");
        this.most = most;
        this.minScore = minScore;
        this.facts = facts;
    }

    /** Finds at most 3 facts, with any score. */
    public static EmbeddingMemory of(EmbeddingModel model) {
        return new EmbeddingMemory(model, MOST, 0, new CopyOnWriteArrayList<>());
    }

    /**
     * Returns one that finds at most so many of the same facts.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public EmbeddingMemory withMost(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("most: " + count + " (expected: >= 1)");
        }
        return new EmbeddingMemory(model, count, minScore, facts);
    }

    /**
     * Returns one that finds those of the same facts that have at least this score: 1 for the same meaning, 0 for the
     * opposite.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1
     */
    public EmbeddingMemory withMinScore(double score) {
        if (!(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("min score: " + score + " (expected: 0 to 1)");
        }
        return new EmbeddingMemory(model, most, score, facts);
    }

    @Override
    public List<String> query(Query query) {
        if (facts.isEmpty() || query.text().isBlank()) {
            return List.of();
        }
        Embedding wanted = model.embed(query.text()).content();
        return facts.stream()
                .map(fact -> new Found(fact.content(), score(fact, wanted)))
                .filter(found -> found.score() >= minScore)
                .sorted(Comparator.comparingDouble(Found::score).reversed())
                .limit(most)
                .map(Found::content)
                .toList();
    }

    private static double score(Fact fact, Embedding wanted) {
        return RelevanceScore.fromCosineSimilarity(CosineSimilarity.between(fact.meaning(), wanted));
    }

    @Override
    public void add(String content) {
        facts.add(new Fact(
                requireNonNull(content, "content"), model.embed(content).content()));
    }

    @Override
    public void clear() {
        facts.clear();
    }
}
