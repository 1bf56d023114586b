package dev.troupe.multinode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Nodes send far more than the agents can handle. {@code -Dtroupe.slow.seconds} says for how long. */
class SlowConsumerIT {
    private static final Duration LENGTH = Duration.ofSeconds(Integer.getInteger("troupe.slow.seconds", 30));
    private static final int AGENTS = 5;
    private static final int WORK_MILLIS = 4;

    /** What may come and go: classes that load, logs, messages under way. */
    private static final long ROOM_BYTES = 16 * 1024 * 1024;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @Test
    void keepsTheMemoryFlatAndLosesNothing() throws Exception {
        var here = jvms.startHere(LedgerAgent.definition());
        var consumer = jvms.startWorker("w0");
        var producer = jvms.start("p0", "producer", LedgerAgent.TYPE.name());
        var load = new Traffic.Load(AGENTS, 20, 10, WORK_MILLIS, 0, jvms.seed());
        List<Node> producers = List.of(here, producer);
        producers.forEach(node -> node.send(load));
        jvms.awaitOverload(producers);

        long full = consumer.heapBytes();
        long producerFull = producer.heapBytes();
        List<String> samples = new ArrayList<>();
        long end = System.nanoTime() + LENGTH.toNanos();
        await("the end of the flood")
                .atMost(LENGTH.plus(Jvms.PATIENCE))
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> {
                    samples.add(consumer.heapBytes() / 1024 + "/" + producer.heapBytes() / 1024);
                    return System.nanoTime() > end;
                });
        assertThat(consumer.heapBytes()).as("consumer's heap, %s", samples).isLessThan(full + ROOM_BYTES);
        assertThat(producer.heapBytes()).as("producer's heap, %s", samples).isLessThan(producerFull + ROOM_BYTES);
        jvms.settle(producers);

        var audit = new Audit(jvms.nodes());
        audit.print("slow consumer", producers);
        System.out.println("KiB of heap in consumer/producer: " + samples);
        audit.check(producers);
        audit.everythingIsProcessed(producers);
        audit.noAgentWasActiveTwice();
    }
}
