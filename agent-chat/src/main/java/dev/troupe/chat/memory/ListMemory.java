package dev.troupe.chat.memory;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Finds all that was added, in order. Kept in this JVM only. */
public final class ListMemory implements Memory {
    private final List<String> contents;

    private ListMemory(List<String> contents) {
        this.contents = new CopyOnWriteArrayList<>(contents);
    }

    public static ListMemory of(String... contents) {
        return new ListMemory(List.of(contents));
    }

    @Override
    public List<String> query(Query query) {
        return List.copyOf(contents);
    }

    @Override
    public void add(String content) {
        contents.add(requireNonNull(content, "content"));
    }

    @Override
    public void clear() {
        contents.clear();
    }
}
