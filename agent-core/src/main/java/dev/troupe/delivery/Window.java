package dev.troupe.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The unsettled messages for one recipient, in ascending order of sequence number: those up to a boundary are sent, the
 * others wait. They lie in one array that slides along, since almost all come in at its end and leave at its start; one
 * that is settled in between keeps its place until the array is full.
 *
 * @param <M> the message
 * @param <W> who wants to know of its end
 */
final class Window<M, W> {
    private static final int FIRST_CAPACITY = 2;

    /** A message with its place in the stream. */
    static final class Item<M, W> {
        final Batch.Entry<M> entry;
        final W owner;
        final long deadline;
        final long offeredAt;
        boolean everSent;
        private boolean settled;

        Item(Batch.Entry<M> entry, W owner, long deadline, long offeredAt) {
            this.entry = entry;
            this.owner = owner;
            this.deadline = deadline;
            this.offeredAt = offeredAt;
        }

        long seq() {
            return entry.seq();
        }
    }

    private @Nullable Item<M, W>[] items = newArray(FIRST_CAPACITY);
    /** The first unsettled item, if there is one. */
    private int start;
    /** The first item that waits, if there is one; settled ones may come before the first unsettled of them. */
    private int boundary;

    private int end;
    private int size;

    /** Returns the number of unsettled messages. */
    int size() {
        return size;
    }

    boolean hasSent() {
        return start < boundary;
    }

    boolean hasWaiting() {
        return boundary < end;
    }

    /** Adds a message that waits; its sequence number is higher than all before. */
    void add(Item<M, W> item) {
        if (end == items.length) {
            makeRoom();
        }
        items[end++] = item;
        size++;
    }

    /** Returns the lowest unsettled message. */
    Item<M, W> first() {
        return item(start);
    }

    /** Returns the lowest message that waits. */
    Item<M, W> firstWaiting() {
        return item(boundary);
    }

    /** Counts the lowest message that waits as sent. */
    void send() {
        item(boundary++).everSent = true;
        skipSettled();
    }

    /** Counts everything above {@code seq} as waiting again. Returns whether there is any that was sent. */
    boolean takeBack(long seq) {
        int first = start == end || first().seq() > seq ? start : indexAbove(seq);
        while (first < boundary && item(first).settled) {
            first++;
        }
        if (first >= boundary) {
            return false;
        }
        boundary = first;
        return true;
    }

    /** Removes a message; null if it is not here. */
    @Nullable
    Item<M, W> settle(long seq) {
        if (start == end) {
            return null;
        }
        int index = first().seq() == seq ? start : indexAbove(seq) - 1;
        if (index < start || item(index).seq() != seq || item(index).settled) {
            return null;
        }
        return settleAt(index);
    }

    /** Says what to do with each message; a message is removed where it says so. */
    interface Visitor<M, W> {
        /** Tells whether to remove the message. */
        boolean visit(Item<M, W> item, boolean sent);
    }

    void visit(Visitor<M, W> visitor) {
        for (int index = start; index < end; index = Math.max(index + 1, start)) {
            var item = item(index);
            if (!item.settled && visitor.visit(item, index < boundary)) {
                settleAt(index);
            }
        }
    }

    /** Returns how many messages fit before it takes more memory. */
    int capacity() {
        return items.length;
    }

    private Item<M, W> settleAt(int index) {
        var item = item(index);
        item.settled = true;
        size--;
        skipSettled();
        return item;
    }

    private void skipSettled() {
        while (start < end && item(start).settled) {
            items[start++] = null;
        }
        boundary = Math.max(boundary, start);
        while (boundary < end && item(boundary).settled) {
            boundary++;
        }
    }

    /** Returns the index of the first item above {@code seq}. */
    private int indexAbove(long seq) {
        int low = start;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (item(middle).seq() <= seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Moves what is unsettled to the front, of a larger array if that is more than half of this one. */
    private void makeRoom() {
        @Nullable Item<M, W>[] old = items;
        if (size > old.length / 2) {
            items = newArray(2 * old.length);
        }
        int to = 0;
        int newBoundary = 0;
        for (int from = start; from < end; from++) {
            var item = old[from];
            if (from == boundary) {
                newBoundary = to;
            }
            if (item != null && !item.settled) {
                items[to++] = item;
            }
        }
        if (items == old) {
            Arrays.fill(items, to, end, null);
        }
        boundary = boundary == end ? to : newBoundary;
        start = 0;
        end = to;
    }

    private Item<M, W> item(int index) {
        var item = items[index];
        if (item == null) {
            throw new IllegalStateException("item " + index + " (expected: one of " + start + " to " + end + ")");
        }
        return item;
    }

    @SuppressWarnings("unchecked") // an array of a generic type; it does not leave this class
    private static <M, W> @Nullable Item<M, W>[] newArray(int capacity) {
        return (Item<M, W>[]) new Item<?, ?>[capacity];
    }
}
