package dev.troupe.samples.demo;

import dev.troupe.gateway.Gateway;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;

/**
 * Where the gateway of the desk listens, on loopback.
 *
 * @param http 0 for a free one
 * @param workers 0 for a free one
 */
record Ports(int http, int workers) {
    /** What the gateway has by default, and what people expect. */
    static final Ports USUAL = new Ports(8080, 50051);

    static final Ports ANY = new Ports(0, 0);

    private static final String HOST = "127.0.0.1";

    static Ports of(Gateway gateway) {
        String workers = gateway.workerAddress();
        return new Ports(
                URI.create(gateway.uri()).getPort(), Integer.parseInt(workers.substring(workers.lastIndexOf(':') + 1)));
    }

    /** Returns these, and a free one in place of each that is taken now. */
    Ports orFree() {
        return new Ports(orFree(http), orFree(workers));
    }

    private static int orFree(int port) {
        try (var probe = new ServerSocket()) {
            probe.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return port;
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the settings of a gateway that listens here. */
    String settings() {
        return "troupe.gateway.http { host = \"" + HOST + "\", port = " + http + " }\n"
                + "troupe.gateway.grpc { host = \"" + HOST + "\", port = " + workers + " }\n";
    }

    /** Says where that is, and why it is not where one expects it. */
    String describe() {
        return "HTTP at http://" + HOST + ":" + http + instead(http, USUAL.http()) + ", AutoGen workers at " + HOST
                + ":" + workers + instead(workers, USUAL.workers());
    }

    private static String instead(int port, int usual) {
        return port == usual ? "" : " (" + usual + " is taken)";
    }
}
