package dev.troupe.gateway.worker;

import dev.troupe.engine.SettingsReader;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/**
 * How workers are served; section {@code troupe.gateway.grpc}.
 *
 * @param host the address to listen at
 * @param port 0 takes a free one
 * @param threads that read and write; 0 for one for two processors
 * @param limits of one worker
 * @param requestTimeout how long a request of a worker may take
 * @param keepAlive a connection that is silent for so long is asked for a sign of life, and has as long to give it
 * @param eventHold how long events wait for a worker that has just subscribed
 * @param sharedTypes patterns of the agent types that several workers may serve
 */
public record WorkerSettings(
        String host,
        int port,
        int threads,
        Limits limits,
        Duration requestTimeout,
        Duration keepAlive,
        Duration eventHold,
        List<String> sharedTypes) {

    /**
     * What there may be at most.
     *
     * @param connections workers of this node
     * @param types agent types that workers serve, in the cluster
     * @param inboundMessage bytes of one message from a worker, which ends its stream above that
     * @param outboundMessage bytes of one message to a worker, which could not read more
     * @param headers bytes of a message from a worker besides its content
     * @param outstanding messages that a worker has not read, or not answered
     * @param outstandingBytes of those that it has not read
     * @param requests of a worker that are open
     * @param events of a worker that are not settled
     */
    public record Limits(
            int connections,
            int types,
            int inboundMessage,
            int outboundMessage,
            int headers,
            int outstanding,
            int outstandingBytes,
            int requests,
            int events) {}

    private static final Pattern HOST = Pattern.compile("[^\\s/]+");
    private static final Pattern TYPE = Pattern.compile("[\\w\\-.]+\\*?|\\*");

    public static WorkerSettings read(SettingsReader reader) {
        return new WorkerSettings(
                reader.text("gateway.grpc.host", HOST, "a host name or an address"),
                reader.count("gateway.grpc.port", 0, 65535),
                reader.count("gateway.grpc.threads", 0),
                new Limits(
                        reader.count("gateway.grpc.max-workers", 1),
                        reader.count("gateway.grpc.max-types", 1),
                        reader.bytes("gateway.grpc.max-inbound-message"),
                        reader.bytes("gateway.grpc.max-outbound-message"),
                        reader.bytes("gateway.grpc.max-headers"),
                        reader.count("gateway.grpc.max-outstanding", 1),
                        reader.bytes("gateway.grpc.max-outstanding-bytes"),
                        reader.count("gateway.grpc.max-requests", 1),
                        reader.count("gateway.grpc.max-events", 1)),
                reader.time("gateway.grpc.request-timeout"),
                reader.time("gateway.grpc.keep-alive"),
                reader.time("gateway.grpc.event-hold"),
                reader.texts("gateway.shared-types", TYPE, "agent types, or prefixes with a * behind them"));
    }

    /** Tells whether several workers may serve an agent type. */
    boolean isShared(String agentType) {
        return sharedTypes.stream()
                .anyMatch(pattern -> pattern.endsWith("*")
                        ? agentType.startsWith(pattern.substring(0, pattern.length() - 1))
                        : agentType.equals(pattern));
    }
}
