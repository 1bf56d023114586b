package dev.troupe.chat.memory;

import java.util.List;

/**
 * Facts that an agent looks up before it asks its model. Shared by all conversations and used by many threads at once; its
 * methods may block. What it finds is stored with the turn that asked.
 */
public interface Memory {
    /**
     * What is looked for.
     *
     * @param conversation the key of the team
     * @param text what was said last
     */
    record Query(String conversation, String text) {}

    /** Returns what matters for the query, the most important or the oldest first; empty if there is nothing. */
    List<String> query(Query query);

    void add(String content);

    void clear();
}
