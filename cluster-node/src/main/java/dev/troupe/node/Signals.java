package dev.troupe.node;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears SIGTERM and SIGINT (Ctrl-C). By reflection: {@code sun.misc.Signal} is in every JDK (module {@code jdk.unsupported},
 * JEP 260) but is no part of Java SE, and naming it is a warning that cannot be turned off.
 */
final class Signals {
    private static final Logger log = LoggerFactory.getLogger(Signals.class);
    private static final int KILLED_BY_SIGNAL = 128;

    private Signals() {}

    /**
     * The first one runs {@code leave}; the second ends the process at once, with 128 and the number of the signal.
     *
     * @return false if the JVM does not let signals be heard; then it goes on handling them as it does
     */
    static boolean handle(Runnable leave) {
        var first = new AtomicBoolean(true);
        try {
            for (String name : List.of("TERM", "INT")) {
                handle(name, number -> {
                    if (first.getAndSet(false)) {
                        leave.run();
                        return;
                    }
                    System.err.println(
                            "troupe: told again to end: ended at once; work that was open comes again elsewhere");
                    Runtime.getRuntime().halt(KILLED_BY_SIGNAL + number);
                });
            }
            return true;
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            log.debug("This JVM does not let signals be heard", e);
            return false;
        }
    }

    private static void handle(String name, IntConsumer heard) throws ReflectiveOperationException {
        var signal = Class.forName("sun.misc.Signal");
        var handler = Class.forName("sun.misc.SignalHandler");
        var number = signal.getMethod("getNumber");
        Object proxy = Proxy.newProxyInstance(
                Signals.class.getClassLoader(), new Class<?>[] {handler}, (self, method, arguments) -> {
                    if (method.getName().equals("handle")) {
                        heard.accept((int) number.invoke(arguments[0]));
                        return null;
                    }
                    return method.getName().equals("equals") ? self == arguments[0] : System.identityHashCode(self);
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), proxy);
    }
}
