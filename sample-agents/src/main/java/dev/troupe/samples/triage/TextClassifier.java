package dev.troupe.samples.triage;

/** Names the queue a text belongs in. Safe to share between threads; the same text always gets the same label. */
interface TextClassifier {

    /**
     * Labels the text, or says {@link Label#MANUAL} where it cannot tell. It works for milliseconds on the caller's
     * thread, so call it where blocking is allowed.
     */
    Label classify(String text);
}
