package dev.troupe.bench;

import dev.troupe.cluster.ClusterRuntime;

/** Ours: {@code AgentRuntime.publish}. A publication is under way until every subscriber has processed it. */
final class TroupeTopics implements Resource {
    private final ClusterRuntime runtime;
    private final int subscribers;

    private TroupeTopics(ClusterRuntime runtime, int subscribers) {
        this.runtime = runtime;
        this.subscribers = subscribers;
    }

    static TroupeTopics start(Place place, int subscribers) {
        return new TroupeTopics(TroupeNode.runtime(place, HearerAgent.definitions(subscribers)), subscribers);
    }

    String address() {
        return runtime.address();
    }

    /** Returns deliveries per second. */
    double publish(Load load) throws InterruptedException {
        var event = new HearerAgent.Heard(load.text());
        return subscribers
                * Flow.perSecond(
                        load.outstanding(),
                        Flow.during(load.time()),
                        flow -> number -> runtime.publish(HearerAgent.TOPIC, event)
                                .whenComplete((publication, thrown) -> {
                                    if (thrown == null
                                            && publication.receipts().size() == subscribers
                                            && publication.processedByAll()) {
                                        flow.leave();
                                    } else {
                                        flow.fail("publish: " + publication + " " + thrown);
                                    }
                                }));
    }

    @Override
    public void close() {
        runtime.close();
    }
}
