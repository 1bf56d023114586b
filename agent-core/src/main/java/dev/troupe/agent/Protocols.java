package dev.troupe.agent;

import java.util.LinkedHashSet;
import java.util.Set;

/** Reads the messages of a protocol off its sealed interface. */
final class Protocols {
    private Protocols() {}

    /**
     * Returns every record that {@code protocol} permits, in the order of declaration.
     *
     * @throws IllegalArgumentException if the protocol is open, so that its messages cannot be known
     */
    static Set<Class<?>> recordsOf(Class<?> protocol) {
        Set<Class<?>> records = new LinkedHashSet<>();
        collect(protocol, protocol, records);
        return records;
    }

    private static void collect(Class<?> protocol, Class<?> type, Set<Class<?>> records) {
        if (type.isRecord()) {
            records.add(type);
            return;
        }
        if (!type.isSealed()) {
            throw new IllegalArgumentException("protocol " + protocol.getName() + ": " + type.getName()
                    + " (expected: sealed interfaces and records)");
        }
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            collect(protocol, permitted, records);
        }
    }
}
