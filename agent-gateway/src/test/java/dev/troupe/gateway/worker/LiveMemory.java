package dev.troupe.gateway.worker;

import io.grpc.netty.shaded.io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.util.ArrayList;
import java.util.List;

/** What of the memory of this process is held, measured now and then while a load goes on. */
final class LiveMemory {
    /** After a collection: what is reached on the heap, and what is reserved beside it for buffers. */
    record Sample(long heapBytes, long directBytes) {
        long bytes() {
            return heapBytes + directBytes;
        }

        @Override
        public String toString() {
            return String.format("%.1f+%.1f", heapBytes / 1048576.0, directBytes / 1048576.0);
        }
    }

    private final List<Sample> samples = new ArrayList<>();

    /** Collects garbage, and measures what the collection has left: what is made meanwhile does not count. */
    void sample() {
        ManagementFactory.getMemoryMXBean().gc();
        long heap = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP && pool.getCollectionUsage() != null)
                .map(MemoryPoolMXBean::getCollectionUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        // Netty's own are not among those of the JDK; -1 if it counts none.
        samples.add(new Sample(heap, buffers + Math.max(0, PlatformDependent.usedDirectMemory())));
    }

    List<Sample> samples() {
        return List.copyOf(samples);
    }

    /** Returns how much more was held at most in the last third of the samples than in the first. */
    long growth() {
        int third = samples.size() / 3;
        return most(samples.subList(samples.size() - third, samples.size())) - most(samples.subList(0, third));
    }

    private static long most(List<Sample> some) {
        return some.stream().mapToLong(Sample::bytes).max().orElseThrow();
    }
}
