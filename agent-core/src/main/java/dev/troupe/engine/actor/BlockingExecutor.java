package dev.troupe.engine.actor;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Where blocking work runs: virtual threads on a JVM that has them (21 and later), a bounded pool on others. */
final class BlockingExecutor {
    private static final int WAITING_PER_THREAD = 64;

    private BlockingExecutor() {}

    static ExecutorService create(int poolSize) {
        try {
            return (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
            return pool(poolSize);
        }
    }

    private static ExecutorService pool(int size) {
        var pool = new ThreadPoolExecutor(
                size, size, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(size * WAITING_PER_THREAD), work -> {
                    var thread = new Thread(work, "troupe-blocking");
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
