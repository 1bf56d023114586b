package dev.troupe.delivery;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of settled entries, in ascending order of sequence number, until the sender has them. They lie in two
 * arrays that slide along: almost all come in at the end and leave at the start.
 */
final class Outcomes<O> {
    private static final int FIRST_CAPACITY = 2;

    private long[] seqs = new long[FIRST_CAPACITY];
    private @Nullable Object[] outcomes = new Object[FIRST_CAPACITY];
    private int start;
    private int end;

    /** Adds an outcome; false if there is one for this sequence number already. */
    boolean add(long seq, O outcome) {
        int index = start == end || seqs[end - 1] < seq ? end : indexFrom(seq);
        if (index < end && seqs[index] == seq) {
            return false;
        }
        if (end == seqs.length) {
            index -= start;
            makeRoom();
        }
        System.arraycopy(seqs, index, seqs, index + 1, end - index);
        System.arraycopy(outcomes, index, outcomes, index + 1, end - index);
        seqs[index] = seq;
        outcomes[index] = outcome;
        end++;
        return true;
    }

    /** Returns the outcome of an entry; null if there is none. */
    @SuppressWarnings("unchecked") // only add() puts something in
    @Nullable
    O get(long seq) {
        int index = indexFrom(seq);
        return index < end && seqs[index] == seq ? (O) outcomes[index] : null;
    }

    /** Forgets everything below {@code floor}. */
    void forgetBelow(long floor) {
        while (start < end && seqs[start] < floor) {
            outcomes[start++] = null;
        }
    }

    /** Returns the index of the first entry that is not below {@code seq}. */
    private int indexFrom(long seq) {
        int low = start;
        int high = end;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (seqs[middle] < seq) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** Moves everything to the front, of larger arrays if that is more than half of these. */
    private void makeRoom() {
        int size = end - start;
        int capacity = size > seqs.length / 2 ? 2 * seqs.length : seqs.length;
        long[] newSeqs = capacity == seqs.length ? seqs : new long[capacity];
        @Nullable Object[] newOutcomes = capacity == seqs.length ? outcomes : new Object[capacity];
        System.arraycopy(seqs, start, newSeqs, 0, size);
        System.arraycopy(outcomes, start, newOutcomes, 0, size);
        Arrays.fill(newOutcomes, size, newOutcomes == outcomes ? end : size, null);
        seqs = newSeqs;
        outcomes = newOutcomes;
        start = 0;
        end = size;
    }
}
