package dev.troupe.cluster;

import dev.troupe.agent.AgentDefinition;
import dev.troupe.agent.AgentId;
import dev.troupe.agent.Failure;
import dev.troupe.agent.PublishedEvent;
import dev.troupe.agent.TopicPattern;
import dev.troupe.cluster.Directory.HostedType;
import dev.troupe.delivery.Batch;
import dev.troupe.delivery.Report;
import dev.troupe.engine.Lane;
import dev.troupe.engine.Outside;
import dev.troupe.engine.SubscriptionTable;
import dev.troupe.engine.actor.AgentActor;
import dev.troupe.engine.actor.LaneActor;
import dev.troupe.engine.actor.Listeners;
import dev.troupe.engine.actor.RuntimeCore;
import dev.troupe.engine.actor.Transport;
import dev.troupe.message.Envelope;
import dev.troupe.message.Outcome;
import dev.troupe.store.Store;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.AddressFromURIString;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.pubsub.Topic;
import org.apache.pekko.cluster.MemberStatus;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.apache.pekko.cluster.typed.JoinSeedNodes;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * One node as the engine sees it: where batches, reports and events go, who lives, who hosts what. A node is named by
 * its address; in the directory by address and uid, since a restarted node is another one. Thread-safe.
 */
final class ClusterNode implements RuntimeCore.Wiring, Transport, AutoCloseable {
    private final ActorSystem<Void> system;
    private final ClusterSettings settings;
    private final Store store;
    private final Cluster cluster;
    private final String self;
    private final RuntimeCore core;
    private final StoredFates fates;
    private final Hosts hosts;
    private final Regions regions;
    private final Homes homes;
    private final Links links;
    private final ActorRef<LinkReceivers.Command> receivers;
    private final OpenChanges openChanges;
    private final OneCluster oneCluster;
    private final Inquiries inquiries;
    private final Drain drain;
    private final Listeners listeners;
    private final ActorRef<AgentActor.Deliver> outside;
    private final ActorRef<Mediator.Command> mediator;
    private final ActorRef<Topic.Command<Wire.LiveEvent>> live;
    private final ActorRef<Wire.LiveEvent> hearing;
    private final CompletableFuture<Void> up = new CompletableFuture<>();
    private final ConcurrentMap<String, ActorRef<?>> refs = new ConcurrentHashMap<>();
    private final Set<String> liveNodes = ConcurrentHashMap.newKeySet();
    private volatile Directory directory = Directory.EMPTY;

    ClusterNode(ActorSystem<Void> system, ClusterSettings settings, Store store) {
        this.system = system;
        this.settings = settings;
        this.store = store;
        this.cluster = Cluster.get(system);
        var unique = cluster.selfMember().uniqueAddress();
        this.self = Membership.name(unique);
        this.fates = new StoredFates(store::fates, settings.engine().fates());
        this.core = new RuntimeCore(system, unique.address().toString(), settings.engine(), this, fates);
        this.hosts = new Hosts(core.node(), liveNodes, this::directory);
        this.regions = new Regions(system, core, store::prepare, hosts);
        this.homes = new Homes(settings.shards());
        this.links = new Links(system, self, liveNodes, settings.linkBuffer(), this::connect);
        this.openChanges = new OpenChanges(settings.directoryChanges());
        this.oneCluster = new OneCluster(system, store, shown(unique.address().toString()));
        this.inquiries = new Inquiries(shown(unique.address().toString()), this::members, this::tellInquiries);
        this.listeners = new Listeners(settings.engine().listenBuffer());
        this.outside = core.startOutside(system);
        this.mediator = system.systemActorOf(
                Mediator.create(new Mediator.Setup(
                        self, settings.directoryTimeout(), this::onDirectory, liveNodes::contains, this::tellMediator)),
                Mediator.NAME,
                Props.empty());
        this.live = system.systemActorOf(
                Topic.create(Wire.LiveEvent.class, "troupe-events"), "troupe-events", Props.empty());
        this.hearing = system.systemActorOf(LiveEvents.create(listeners), "troupe-live-listeners", Props.empty());
        this.receivers = system.systemActorOf(
                LinkReceivers.create(new LinkReceivers.Setup(liveNodes::contains, this::deliverHere, this::reportHere)),
                LinkReceivers.NAME,
                RuntimeCore.DELIVERY_DISPATCHER);
        system.systemActorOf(InquiryActor.create(inquiries), InquiryActor.NAME, Props.empty());
        var work = new NodeWork(core, hosts, self, gone -> changeNow(Set.of(), gone::contains));
        this.drain = new Drain(system, work, settings.drainTimeout(), this::canGive);
        drain.beforeLeaving();
        system.systemActorOf(
                Membership.create(new Membership.Setup(liveNodes, up, this::onNodeLeft)),
                "troupe-membership",
                Props.empty());
    }

    /** Joins the nodes that the settings name, or starts a cluster; waits until this node is a member. */
    void join() {
        var here = cluster.selfMember().address();
        var seeds = oneCluster.seeds(seeds(), here);
        if (seeds.isEmpty()) {
            cluster.manager().tell(Join.create(here));
        } else {
            cluster.manager()
                    .tell(new JoinSeedNodes(CollectionConverters.asScala(seeds).toList()));
        }
        // Pekko ends a node that the cluster has refused.
        var unused = system.getWhenTerminated().thenRun(() -> up.completeExceptionally(new CancellationException()));
        try {
            up.get(settings.startTimeout().toMillis(), TimeUnit.MILLISECONDS);
            oneCluster.start();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("start: interrupted", e);
        } catch (ExecutionException | CancellationException | TimeoutException e) {
            SameSettings.requireAccepted(system, settings.join());
            throw new IllegalStateException(
                    "start: not a member after " + settings.startTimeout() + " (tried to join " + settings.join()
                            + "; is one of them up, and is its troupe.cluster.name '" + settings.name() + "'?)");
        }
    }

    /**
     * Starts the regions of what this node knows; before it joins, since from then on the coordinators' writes wait for
     * its answer, and only its regions give one.
     */
    void startRegions(Collection<? extends AgentDefinition<?, ?>> definitions) {
        for (var definition : definitions) {
            regions.start(definition.type().name(), HostedType.of(definition));
        }
    }

    RuntimeCore core() {
        return core;
    }

    /** Returns how the directory names this node. */
    String self() {
        return self;
    }

    Directory directory() {
        return directory;
    }

    Inquiries inquiries() {
        return inquiries;
    }

    int shardOf(AgentId agent) {
        return homes.shard(agent);
    }

    Readiness readiness(Supplier<List<AgentDefinition<?, ?>>> definitions) {
        return new Readiness(new Readiness.Node(self, this::directory, definitions, regions::has, store));
    }

    Drain drain() {
        return drain;
    }

    Links links() {
        return links;
    }

    /** Returns how many shards the coordinators of this node have moved. */
    long shardMoves() {
        return regions.moves();
    }

    /** Returns how many changes of the directory were refused because too many were open. */
    long changesRefused() {
        return openChanges.refused();
    }

    /** Returns how many events were dropped because a live listener was slow. */
    long eventsDropped() {
        return listeners.dropped();
    }

    /** Returns the members, each as host:port. */
    Set<String> members() {
        Set<String> members = new HashSet<>();
        for (String node : liveNodes) {
            members.add(shown(Membership.address(node)));
        }
        return members;
    }

    /** Returns an address as people write it, host:port. */
    static String shown(String address) {
        return address.substring(address.indexOf('@') + 1);
    }

    /** Returns the members that host a type. */
    Set<String> liveHosts(String type) {
        return hosts.live(type);
    }

    /** Changes the directory; completes when every node of this side knows, or fails if too many changes are open. */
    CompletableFuture<Void> change(Set<String> add, Predicate<String> remove) {
        return openChanges.start(() -> changeNow(add, remove));
    }

    private CompletableFuture<Void> changeNow(Set<String> add, Predicate<String> remove) {
        var done = new CompletableFuture<Void>();
        mediator.tell(new Mediator.Change(add, remove, done));
        return done;
    }

    AutoCloseable listen(TopicPattern topics, Consumer<PublishedEvent> listener) {
        var registration = listeners.add(topics, listener);
        live.tell(Topic.subscribe(hearing));
        return registration;
    }

    /** Ends the agents of one type on this node. */
    void stopAgents(String type) {
        core.activeAgents().stop(type);
    }

    /** A node that was downed, or is alone, has nobody to give anything to. */
    private boolean canGive() {
        return cluster.selfMember().status().equals(MemberStatus.up()) && liveNodes.size() > 1;
    }

    @Override
    public void close() {
        oneCluster.close();
        core.close();
        fates.close();
        listeners.close();
    }

    @Override
    public Transport transport() {
        return this;
    }

    @Override
    public SubscriptionTable subscriptions() {
        return directory.subscriptions();
    }

    @Override
    public Optional<Failure> unavailable(String agentType) {
        return hosts.unavailable(agentType);
    }

    @Override
    public void showLive(PublishedEvent event) {
        live.tell(Topic.publish(new Wire.LiveEvent(event)));
    }

    /** The short way is a link to where the recipient may live; whoever is in doubt asks the shard region, which knows. */
    @Override
    public void deliver(AgentId recipient, @Nullable String home, boolean inDoubt, Batch<Envelope> batch) {
        var deliver = new AgentActor.Deliver(recipient, batch);
        boolean outsider = recipient.type().equals(Outside.TYPE);
        String node = outsider ? recipient.key() : home;
        if (node == null && !inDoubt) {
            node = homes.guess(recipient);
        }
        if (node == null) {
            regions.tell(recipient, deliver);
        } else if (node.equals(core.node())) {
            deliverHere(deliver);
        } else if (!links.carry(node, new Link.CarryBatch(deliver)) && !outsider) {
            regions.tell(recipient, deliver);
        }
    }

    private void deliverHere(AgentActor.Deliver deliver) {
        var active = core.activeAgents().find(deliver.recipient());
        if (active != null) {
            active.tell(deliver);
        } else if (deliver.recipient().type().equals(Outside.TYPE)) {
            outside.tell(deliver);
        } else {
            regions.tell(deliver.recipient(), deliver);
        }
    }

    @Override
    public void start(AgentId agent) {
        regions.tell(agent, AgentActor.Start.INSTANCE);
    }

    @Override
    public void tell(Envelope envelope) {
        regions.tell(envelope.recipient(), new AgentActor.Tell(envelope));
    }

    @Override
    public void report(AgentId from, Report<Outcome> report) {
        var reported = new LaneActor.Reported(from, report);
        if (Lane.isOf(report.stream(), core.node())) {
            reportHere(reported);
            return;
        }
        String node = Lane.nodeOf(report.stream());
        if (!links.carry(node, new Link.CarryReport(reported))) {
            // A node that this one does not know as a member yet; or one that is gone, then it is lost as it should be.
            this.<LaneActor.Command>remote(node, RuntimeCore.LANE_NAME + Lane.laneOf(report.stream()))
                    .tell(reported);
        }
    }

    private void reportHere(LaneActor.Reported reported) {
        var report = reported.report();
        if (report.state() == Report.State.RELEASED) {
            homes.forget(reported.from());
        } else {
            homes.learn(reported.from(), report.home());
        }
        core.lane(Lane.laneOf(report.stream())).tell(reported);
    }

    private void connect(String node, Wire.Connect message) {
        this.<LinkReceivers.Command>remote(Membership.address(node), LinkReceivers.NAME)
                .tell(message);
    }

    private void tellMediator(String node, Mediator.Command command) {
        this.<Mediator.Command>remote(Membership.address(node), Mediator.NAME).tell(command);
    }

    private void tellInquiries(String node, Wire.Inquiry inquiry) {
        this.<Wire.Inquiry>remote("pekko://" + system.name() + "@" + node, InquiryActor.NAME)
                .tell(inquiry);
    }

    /** Returns the actor of a name on another node; it need not live, then what is told is lost. */
    @SuppressWarnings("unchecked") // the names are ours, and each names actors of one type
    private <T> ActorRef<T> remote(String address, String name) {
        return (ActorRef<T>) refs.computeIfAbsent(
                address + "/system/" + name,
                path -> ActorRefResolver.get(system).resolveActorRef(path));
    }

    private void onDirectory(Directory newDirectory) {
        directory = newDirectory;
        newDirectory.types().forEach(regions::start);
    }

    private void onNodeLeft(String node) {
        String address = Membership.address(node);
        refs.keySet().removeIf(path -> path.startsWith(address + "/"));
        homes.forget(address);
        links.close(node);
        receivers.tell(new LinkReceivers.Forget(node));
        core.nodeLeft(address);
        mediator.tell(new Mediator.Forget(node));
    }

    private List<Address> seeds() {
        String start = "pekko://" + system.name() + "@";
        return settings.join().stream()
                .map(node -> AddressFromURIString.parse(start + node))
                .toList();
    }
}
