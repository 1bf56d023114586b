package dev.troupe.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;

/** What an idle agent, or entity, takes of the heap: in a JVM of its own, after garbage collection. */
final class Memory {
    private static final String ANSWER = "bytes each: ";
    private static final int KNOWN = 1_000;
    private static final int COUNTED = 100_000;

    /** What is counted. */
    enum Kind {
        BARE,
        TROUPE
    }

    private Memory() {}

    /** Returns bytes of heap per idle agent or entity. */
    static double bytesEach(Kind kind) throws IOException {
        var jvm = Program.jvm(List.of("-Xmx2g", "-XX:+UseSerialGC"), Memory.class, List.of(kind.name()));
        try {
            return Double.parseDouble(jvm.await(ANSWER));
        } finally {
            jvm.end();
        }
    }

    /** The main program of the other JVM. */
    public static void main(String[] args) throws Exception {
        double bytes = Kind.valueOf(args[0]) == Kind.BARE ? measureBare() : measureTroupe();
        System.out.println(ANSWER + bytes);
        System.out.flush();
        // To stop so many in good order takes longer than all the rest.
        Runtime.getRuntime().halt(0);
    }

    @SuppressWarnings("resource") // ends with this JVM
    private static double measureBare() throws Exception {
        var node = BareNode.start(Place.ALONE);
        node.wake(load(KNOWN));
        long before = usedBytes();
        node.wake(load(KNOWN + COUNTED));
        return (usedBytes() - before) / (double) COUNTED;
    }

    @SuppressWarnings("resource") // ends with this JVM
    private static double measureTroupe() throws Exception {
        var node = TroupeNode.start(Place.ALONE);
        node.wake(load(KNOWN));
        long before = usedBytes();
        node.wake(load(KNOWN + COUNTED));
        return (usedBytes() - before) / (double) COUNTED;
    }

    private static Load load(int agents) {
        return new Load(agents, 1_000, 100, Duration.ZERO);
    }

    private static long usedBytes() {
        var memory = ManagementFactory.getMemoryMXBean();
        // Once more for what the first one has left to finalizers and references.
        memory.gc();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }
}
