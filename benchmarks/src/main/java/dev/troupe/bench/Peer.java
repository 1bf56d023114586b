package dev.troupe.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The other JVM: it hosts agents and entities, and ends when its input does. */
final class Peer implements Resource {
    private static final String READY = "peer ready";

    /** What it hosts. The first arguments are the addresses to join. */
    enum Kind {
        /** Entities and agents that take messages and requests. */
        SINKS {
            @Override
            void open(Resources resources, List<String> arguments) throws Exception {
                resources.add(BareNode.start(Place.beside(arguments.get(0))));
                resources.add(TroupeNode.start(Place.beside(arguments.get(1))));
            }
        },
        /** Subscribers; the third argument says how many. */
        TOPICS {
            @Override
            void open(Resources resources, List<String> arguments) throws Exception {
                int subscribers = Integer.parseInt(arguments.get(2));
                resources.add(BareTopics.start(Place.beside(arguments.get(0)), subscribers));
                resources.add(TroupeTopics.start(Place.beside(arguments.get(1)), subscribers));
            }
        },
        /** Entities behind controllers, and agents. */
        CONTROLLERS {
            @Override
            void open(Resources resources, List<String> arguments) throws Exception {
                resources.add(BareControllers.host(Place.beside(arguments.get(0))));
                resources.add(TroupeNode.start(Place.beside(arguments.get(1))));
            }
        },
        /** Entities of a node that will be killed. */
        BARE_VICTIM {
            @Override
            void open(Resources resources, List<String> arguments) throws Exception {
                resources.add(BareNode.start(Place.beside(arguments.get(0)).withConfig(Failover.CONFIG)));
            }
        },
        /** Agents of a node that will be killed. */
        TROUPE_VICTIM {
            @Override
            void open(Resources resources, List<String> arguments) {
                resources.add(TroupeNode.start(Place.beside(arguments.get(0)).withConfig(Failover.CONFIG)));
            }
        };

        abstract void open(Resources resources, List<String> arguments) throws Exception;
    }

    private final Program jvm;

    private Peer(Program jvm) {
        this.jvm = jvm;
    }

    /** The main program of the other JVM. */
    public static void main(String[] args) throws Exception {
        var arguments = Arrays.asList(args);
        try (var resources = new Resources()) {
            Kind.valueOf(args[0]).open(resources, arguments.subList(1, args.length));
            System.out.println(READY);
            while (System.in.read() >= 0) {
                // What the parent says does not matter.
            }
        }
    }

    static Peer start(Kind kind, String... arguments) throws IOException {
        List<String> all = new ArrayList<>();
        all.add(kind.name());
        all.addAll(List.of(arguments));
        var peer = new Peer(Program.jvm(List.of("-Xmx2g"), Peer.class, all));
        try {
            peer.jvm.await(READY);
            return peer;
        } catch (IOException e) {
            peer.close();
            throw e;
        }
    }

    String pid() {
        return jvm.pid();
    }

    void kill() throws InterruptedException {
        jvm.kill();
    }

    @Override
    public void close() throws IOException {
        jvm.end();
    }
}
