package dev.troupe.cluster;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.Member;
import org.apache.pekko.cluster.UniqueAddress;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Subscribe;

/** Watches who is a member. A node counts as live from up until it is removed, also while it cannot be reached. */
final class Membership extends AbstractBehavior<ClusterEvent.MemberEvent> {

    /** Where what is seen goes. */
    record Setup(Set<String> liveNodes, CompletableFuture<Void> selfUp, Consumer<String> onLeft) {}

    private final Setup setup;
    private final UniqueAddress self;

    private Membership(ActorContext<ClusterEvent.MemberEvent> context, Setup setup) {
        super(context);
        this.setup = setup;
        var cluster = Cluster.get(context.getSystem());
        this.self = cluster.selfMember().uniqueAddress();
        cluster.subscriptions().tell(new Subscribe<>(context.getSelf(), ClusterEvent.MemberEvent.class));
    }

    static Behavior<ClusterEvent.MemberEvent> create(Setup setup) {
        return Behaviors.setup(context -> new Membership(context, setup));
    }

    /** Names a node in the directory: a restarted one is another one. */
    static String name(UniqueAddress node) {
        return node.address() + "#" + node.longUid();
    }

    /** Returns the address of a node: of all its incarnations. */
    static String address(String name) {
        return name.substring(0, name.lastIndexOf('#'));
    }

    @Override
    public Receive<ClusterEvent.MemberEvent> createReceive() {
        return newReceiveBuilder()
                .onMessage(ClusterEvent.MemberUp.class, event -> onUp(event.member()))
                .onMessage(ClusterEvent.MemberRemoved.class, event -> onRemoved(event.member()))
                .onMessage(ClusterEvent.MemberEvent.class, event -> this)
                .build();
    }

    private Behavior<ClusterEvent.MemberEvent> onUp(Member member) {
        setup.liveNodes().add(name(member.uniqueAddress()));
        if (member.uniqueAddress().equals(self)) {
            setup.selfUp().complete(null);
        }
        return this;
    }

    private Behavior<ClusterEvent.MemberEvent> onRemoved(Member member) {
        String node = name(member.uniqueAddress());
        setup.liveNodes().remove(node);
        setup.onLeft().accept(node);
        return this;
    }
}
