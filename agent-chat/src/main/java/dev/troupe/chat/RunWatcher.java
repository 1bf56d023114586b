package dev.troupe.chat;

import dev.troupe.chat.ChatEvent.StreamingChunkEvent;
import dev.troupe.chat.TeamCommand.Shown;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * One who watches a run. Brings items in the order of the result, each once, whatever of the live ones is lost or comes
 * late; the rules are those of {@link Flow.Subscriber}. Thread-safe.
 */
final class RunWatcher implements Flow.Subscription {
    static final int LIMIT = 1_000;

    /** Asks for the items of a run from a place on; the answer comes by {@link #missing}, always. */
    @FunctionalInterface
    interface Missing {
        void ask(RunWatcher watcher, int from);
    }

    private final Flow.Subscriber<? super RunItem> subscriber;
    private final Missing missing;
    private final Queue<RunItem> ready = new ArrayDeque<>();
    /** The ids of items that were brought while the turn was under way that they are of. */
    private final Set<String> early = new HashSet<>();

    private int next;
    private long wanted;
    private boolean ended;
    private boolean over;
    private boolean bringing;
    private @Nullable Throwable failure;
    private @Nullable Runnable whenOver;
    private boolean asking;

    /** @param missing is asked for items that did not come live */
    RunWatcher(Flow.Subscriber<? super RunItem> subscriber, Missing missing) {
        this.subscriber = subscriber;
        this.missing = missing;
    }

    /** Says what to do when nothing more is brought; at once if that is so. */
    void whenOver(Runnable action) {
        synchronized (this) {
            if (!over) {
                whenOver = action;
                return;
            }
        }
        action.run();
    }

    /** Takes a live item. One that comes too early means that others are lost. */
    void shown(Shown shown) {
        boolean lost = false;
        synchronized (this) {
            if (ended || over || ready.size() >= LIMIT) {
                return;
            }
            var item = shown.item();
            if (item instanceof StreamingChunkEvent) {
                ready.add(item);
            } else if (shown.index() == null) {
                if (early.size() < LIMIT && early.add(item.origin().id())) {
                    ready.add(item);
                }
            } else if (shown.index() == next) {
                take(item);
            } else {
                lost = shown.index() > next;
            }
        }
        if (lost) {
            askForMissing();
        }
        bring();
    }

    /** Asks for items that are not here, unless that is done already. */
    void askForMissing() {
        int from;
        synchronized (this) {
            if (asking || ended || over) {
                return;
            }
            asking = true;
            from = next;
        }
        missing.ask(this, from);
    }

    /** Takes the items from place {@code from} on; none if they cannot be had before the result. */
    void missing(int from, List<ChatItem> items) {
        synchronized (this) {
            asking = false;
            for (int index = Math.max(0, next - from); index < items.size(); index++) {
                if (ended || over || ready.size() >= LIMIT) {
                    break;
                }
                take(items.get(index));
            }
        }
        bring();
    }

    /** Returns how many items of the result have come; -1 if nothing more will. */
    synchronized int itemsKnown() {
        return ended || over ? -1 : next;
    }

    private void take(ChatItem item) {
        next++;
        if (!early.contains(item.origin().id())) {
            ready.add(item);
        }
    }

    void ended(TaskResult result) {
        synchronized (this) {
            if (ended) {
                return;
            }
            while (next < result.messages().size()) {
                take(result.messages().get(next));
            }
            ready.add(result);
            ended = true;
        }
        bring();
    }

    void failed(Throwable thrown) {
        synchronized (this) {
            if (ended) {
                return;
            }
            failure = thrown;
            ended = true;
        }
        bring();
    }

    @Override
    public void request(long count) {
        synchronized (this) {
            if (count <= 0) {
                ready.clear();
                failure = new IllegalArgumentException("items asked for: " + count + " (expected: >= 1)");
                ended = true;
            } else {
                wanted = wanted + count < 0 ? Long.MAX_VALUE : wanted + count;
            }
        }
        bring();
    }

    @Override
    public void cancel() {
        finish();
    }

    /** Calls the subscriber, one call at a time, without the lock: it may call back. */
    private void bring() {
        while (true) {
            RunItem item;
            synchronized (this) {
                if (bringing || over) {
                    return;
                }
                if (ready.isEmpty() ? !ended : wanted == 0) {
                    return;
                }
                bringing = true;
                item = ready.poll();
                wanted -= item == null ? 0 : 1;
            }
            try {
                if (item == null) {
                    end();
                } else {
                    subscriber.onNext(item);
                }
            } catch (RuntimeException e) { // against the rules of subscribers: it gets nothing more
                finish();
                throw e;
            }
            synchronized (this) {
                bringing = false;
            }
        }
    }

    private void end() {
        Throwable thrown;
        synchronized (this) {
            thrown = failure;
        }
        finish();
        if (thrown == null) {
            subscriber.onComplete();
        } else {
            subscriber.onError(thrown);
        }
    }

    private void finish() {
        Runnable action;
        synchronized (this) {
            over = true;
            ready.clear();
            action = whenOver;
            whenOver = null;
        }
        if (action != null) {
            action.run();
        }
    }
}
