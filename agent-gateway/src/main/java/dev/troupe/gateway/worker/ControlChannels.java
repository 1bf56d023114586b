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
    private final Map<String, ServerCallStreamObserver<ControlMessage>> byClient = new ConcurrentHashMap<>();

    ControlChannels(Fleet fleet, Access access) {
        this.fleet = fleet;
        this.access = access;
    }

    StreamObserver<ControlMessage> open(Caller caller, ServerCallStreamObserver<ControlMessage> stream) {
        byClient.putIfAbsent(caller.client(), stream);
        stream.setOnCancelHandler(() -> byClient.remove(caller.client(), stream));
        return new StreamObserver<>() {
            @Override
            public void onNext(ControlMessage message) {
                pass(caller, message);
            }

            @Override
            public void onError(Throwable thrown) {
                byClient.remove(caller.client(), stream);
            }

            @Override
            public void onCompleted() {
                byClient.remove(caller.client(), stream);
                synchronized (stream) {
                    stream.onCompleted();
                }
            }
        };
    }

    private void pass(Caller caller, ControlMessage message) {
        try {
            var client = client(caller, message.getDestination());
            var stream = client == null ? null : byClient.get(client);
            if (stream == null) {
                log.warn(
                        "Control message of {} to '{}' is dropped: no such worker has a control channel here",
                        caller.client(),
                        StatusOf.abbreviated(message.getDestination()));
                return;
            }
            synchronized (stream) {
                if (byClient.get(client) != stream) {
                    log.debug("Control message of {} to '{}' is dropped: it has ended", caller.client(), client);
                } else if (stream.isReady()) {
                    stream.onNext(message);
                } else {
                    log.warn("Control message of {} to '{}' is dropped: it does not read", caller.client(), client);
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

    private @Nullable String client(Caller caller, String destination) {
        if (destination.startsWith(TO_CLIENT)) {
            String client = destination.substring(TO_CLIENT.length());
            var worker = fleet.find(client);
            if (worker != null
                    && !worker.principal().name().equals(caller.principal().name())) {
                access.require(caller.principal(), Action.ADMIN, new Resource.OfCluster("worker " + client));
            }
            return client;
        }
        if (!destination.startsWith(TO_AGENT)) {
            throw new IllegalArgumentException(
                    "destination: '" + destination + "' (expected: agentid=<type>/<key> or clientid=<client id>)");
        }
        var agent = AgentId.parse(destination.substring(TO_AGENT.length()));
        access.require(caller.principal(), Action.WRITE, new Resource.OfAgent(agent));
        var worker = fleet.serving(agent);
        return worker == null ? null : worker.client();
    }
}
