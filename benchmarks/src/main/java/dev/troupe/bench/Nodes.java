package dev.troupe.bench;

import java.io.IOException;

/** Two nodes side by side in this JVM, and for remote scenarios another JVM that hosts what they send to. */
record Nodes<B, T>(B bare, T troupe, Resource running) implements Resource {

    static Nodes<BareNode, TroupeNode> local() throws Exception {
        return Resources.start(resources -> new Nodes<>(
                resources.add(BareNode.start(Place.ALONE)), resources.add(TroupeNode.start(Place.ALONE)), resources));
    }

    /** Both are ours; the second one counts for Prometheus. */
    static Nodes<TroupeNode, TroupeNode> metered() throws Exception {
        return Resources.start(resources -> {
            var unmetered = resources.add(TroupeNode.start(Place.ALONE));
            var metered = resources.add(TroupeNode.start(Place.ALONE));
            resources.add(metered.count());
            return new Nodes<>(unmetered, metered, resources);
        });
    }

    /** Both are ours and count for Prometheus; the second one remembers turns, too. */
    static Nodes<TroupeNode, TroupeNode> traced() throws Exception {
        return Resources.start(resources -> {
            var untraced = resources.add(TroupeNode.start(Place.ALONE));
            var traced = resources.add(TroupeNode.start(Place.ALONE));
            resources.add(untraced.count());
            resources.add(traced.count());
            traced.remember();
            return new Nodes<>(untraced, traced, resources);
        });
    }

    static Nodes<BareNode, TroupeNode> remote() throws Exception {
        return Resources.start(resources -> {
            var bare = resources.add(BareNode.start(Place.first(false)));
            var troupe = resources.add(TroupeNode.start(Place.first(false)));
            resources.add(Peer.start(Peer.Kind.SINKS, bare.address(), troupe.address()));
            return new Nodes<>(bare, troupe, resources);
        });
    }

    static Nodes<BareControllers, TroupeNode> controllers() throws Exception {
        return Resources.start(resources -> {
            var bare = resources.add(BareControllers.start(Place.first(false)));
            var troupe = resources.add(TroupeNode.start(Place.first(false)));
            resources.add(Peer.start(Peer.Kind.CONTROLLERS, bare.address(), troupe.address()));
            return new Nodes<>(bare, troupe, resources);
        });
    }

    static Nodes<BareTopics, TroupeTopics> localTopics(int subscribers) throws Exception {
        return Resources.start(resources -> {
            var bare = resources.add(BareTopics.start(Place.ALONE, subscribers));
            var troupe = resources.add(TroupeTopics.start(Place.ALONE, subscribers));
            bare.awaitTopic();
            return new Nodes<>(bare, troupe, resources);
        });
    }

    static Nodes<BareTopics, TroupeTopics> remoteTopics(int subscribers) throws Exception {
        return Resources.start(resources -> {
            var bare = resources.add(BareTopics.start(Place.first(false), subscribers));
            var troupe = resources.add(TroupeTopics.start(Place.first(false), subscribers));
            resources.add(
                    Peer.start(Peer.Kind.TOPICS, bare.address(), troupe.address(), Integer.toString(subscribers)));
            bare.awaitTopic();
            return new Nodes<>(bare, troupe, resources);
        });
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
