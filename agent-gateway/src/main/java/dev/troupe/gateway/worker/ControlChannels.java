package dev.troupe.gateway.worker;

import dev.troupe.agent.AgentId;
import dev.troupe.gateway.access.Access;
import dev.troupe.gateway.access.AccessDeniedException;
import dev.troupe.gateway.access.Action;
import dev.troupe.gateway.access.Resource;
import dev.troupe.gateway.worker.proto.ControlMessage;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The second stream of workers, on which they ask each other for saved states and the like. Best effort, as the protocol
 * has it: between workers of one node, and dropped with a line in the log where there is nobody, or no room.
 */
final class ControlChannels {
    private static final Logger log = LoggerFactory.getLogger(ControlChannels.class);

    private static final String TO_AGENT = "agentid=";
    private static final String TO_CLIENT = "clientid=";

    private final Fleet fleet;
    private final Access access;
    private final Map<Owner, ServerCallStreamObserver<ControlMessage>> byOwner = new ConcurrentHashMap<>();

    /** Whose a channel is: under another's client id nobody gets what is meant for that. */
    private record Owner(String client, String principal) {}

    ControlChannels(Fleet fleet, Access access) {
        this.fleet = fleet;
        this.access = access;
    }

    StreamObserver<ControlMessage> open(Caller caller, ServerCallStreamObserver<ControlMessage> stream) {
        var owner = new Owner(caller.client(), caller.principal().name());
        byOwner.putIfAbsent(owner, stream);
        stream.setOnCancelHandler(() -> byOwner.remove(owner, stream));
        return new StreamObserver<>() {
            @Override
            public void onNext(ControlMessage message) {
                pass(caller, message);
            }

            @Override
            public void onError(Throwable thrown) {
                byOwner.remove(owner, stream);
            }

            @Override
            public void onCompleted() {
                byOwner.remove(owner, stream);
                synchronized (stream) {
                    stream.onCompleted();
                }
            }
        };
    }

    private void pass(Caller caller, ControlMessage message) {
        try {
            var owner = owner(caller, message.getDestination());
            var stream = owner == null ? null : byOwner.get(owner);
            if (owner == null || stream == null) {
                log.warn(
                        "Control message of {} to '{}' is dropped: no such worker has a control channel here",
                        caller.client(),
                        StatusOf.abbreviated(message.getDestination()));
                return;
            }
            synchronized (stream) {
                if (byOwner.get(owner) != stream) {
                    log.debug(
                            "Control message of {} to '{}' is dropped: it has ended", caller.client(), owner.client());
                } else if (stream.isReady()) {
                    stream.onNext(message);
                } else {
                    log.warn(
                            "Control message of {} to '{}' is dropped: it does not read",
                            caller.client(),
                            message.getDestination());
                }
            }
        } catch (AccessDeniedException e) {
            // It is in the log already, and the protocol has no answer for it.
        } catch (IllegalArgumentException e) {
            log.warn(
                    "Control message of {} is dropped: {}",
                    caller.client(),
                    StatusOf.abbreviated(String.valueOf(e.getMessage())));
        }
    }

    private @Nullable Owner owner(Caller caller, String destination) {
        if (destination.startsWith(TO_CLIENT)) {
            String client = destination.substring(TO_CLIENT.length());
            var worker = fleet.find(client);
            if (worker != null
                    && !worker.principal().name().equals(caller.principal().name())) {
                access.require(caller.principal(), Action.ADMIN, new Resource.OfCluster("worker " + client));
            }
            return worker == null ? new Owner(client, caller.principal().name()) : owner(worker);
        }
        if (!destination.startsWith(TO_AGENT)) {
            throw new IllegalArgumentException(
                    "destination: '" + destination + "' (expected: agentid=<type>/<key> or clientid=<client id>)");
        }
        var agent = AgentId.parse(destination.substring(TO_AGENT.length()));
        access.require(caller.principal(), Action.WRITE, new Resource.OfAgent(agent));
        var worker = fleet.serving(agent);
        return worker == null ? null : owner(worker);
    }

    private static Owner owner(Worker worker) {
        return new Owner(worker.client(), worker.principal().name());
    }
}
