package dev.troupe.samples.triage;

/**
 * The queue a text belongs in, and how sure the classifier is: a cosine similarity, so between -1 and 1 and usually
 * between 0.2 and 0.7. It compares labels of one classifier; it is not a probability.
 */
public record Label(String queue, double score) {

    /** The queue of texts that resemble nothing the classifier knows; a person reads them. */
    public static final String MANUAL = "manual";

    public Label {
        if (queue.isBlank()) {
            throw new IllegalArgumentException("queue: '" + queue + "' (expected: not blank)");
        }
        if (Double.isNaN(score)) {
            throw new IllegalArgumentException("score: NaN (expected: a number)");
        }
    }

    static Label manual(double score) {
        return new Label(MANUAL, score);
    }
}
