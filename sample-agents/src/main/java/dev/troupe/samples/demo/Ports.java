package dev.troupe.samples.demo;

import dev.troupe.node.RunningNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * Where the desk listens, on loopback.
 *
 * @param http 0 for a free one
 * @param workers 0 for a free one
 * @param management 0 for a free one
 */
record Ports(int http, int workers, int management) {
    /** What the gateway has by default, and what people expect. */
    static final Ports USUAL = new Ports(8080, 50051, 8558);

    static final Ports ANY = new Ports(0, 0, 0);

    private static final String HOST = "127.0.0.1";

    /** Returns where a node listens that has a gateway and a management port. */
    static Ports of(RunningNode node) {
        var gateway = node.gateway().orElseThrow();
        String workers = gateway.workerAddress();
        return new Ports(
                portOf(gateway.uri()),
                Integer.parseInt(workers.substring(workers.lastIndexOf(':') + 1)),
                portOf(node.management().orElseThrow().uri()));
    }

    private static int portOf(String uri) {
        return URI.create(uri).getPort();
    }

    /** Returns these, and a free one in place of each that is taken now. */
    Ports orFree() {
        return new Ports(orFree(http), orFree(workers), orFree(management));
    }

    private static int orFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the settings of a node that listens here. */
    String settings() {
        return "troupe.gateway.http { host = \"" + HOST + "\", port = " + http + " }\n"
                + "troupe.gateway.grpc { host = \"" + HOST + "\", port = " + workers + " }\n"
                + "troupe.management.http { host = \"" + HOST + "\", port = " + management + " }\n";
    }

    /** Says where that is, and why it is not where one expects it. */
    String describe() {
        return "HTTP at http://" + HOST + ":" + http + instead(http, USUAL.http()) + ", AutoGen workers at " + HOST
                + ":" + workers + instead(workers, USUAL.workers()) + ", management at http://" + HOST + ":"
                + management
                + instead(management, USUAL.management());
    }

    private static String instead(int port, int usual) {
        return port == usual ? "" : " (" + usual + " is taken)";
    }
}
