package dev.troupe.message;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of one type as JSON. It keeps one generator with its buffers for the next value, which saves a third of
 * the work for a small one; whoever comes while that is in use gets one for a single value. Thread-safe.
 */
final class Encoder {
    /** Larger buffers are not kept. */
    private static final int LARGEST_KEPT = 64 * 1024;

    /** A generator and where it writes to. */
    private static final class Desk {
        private final Buffer buffer = new Buffer();
        private final SequenceWriter json;

        Desk(ObjectWriter writer) throws IOException {
            this.json = writer.withRootValueSeparator("").writeValues(buffer);
        }
    }

    private static final class Buffer extends ByteArrayOutputStream {
        int capacity() {
            return buf.length;
        }
    }

    private final ObjectWriter writer;
    private final AtomicReference<@Nullable Desk> free = new AtomicReference<>();
    /** Whether there is a desk, free or in use. */
    private final AtomicBoolean made = new AtomicBoolean();

    Encoder(ObjectWriter writer) {
        this.writer = writer;
    }

    /** @throws IllegalArgumentException if the value does not become JSON */
    byte[] write(Object value) {
        try {
            var desk = free.getAndSet(null);
            if (desk == null && made.compareAndSet(false, true)) {
                desk = new Desk(writer);
            }
            return desk == null ? writer.writeValueAsBytes(value) : write(desk, value);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    value.getClass().getName() + " does not become JSON: " + e.getMessage(), e);
        }
    }

    /** A desk at which a value failed, or was very large, is not used again. */
    private byte[] write(Desk desk, Object value) throws IOException {
        boolean keep = false;
        try {
            desk.json.write(value);
            desk.json.flush();
            byte[] bytes = desk.buffer.toByteArray();
            desk.buffer.reset();
            keep = desk.buffer.capacity() <= LARGEST_KEPT;
            return bytes;
        } finally {
            if (keep) {
                free.set(desk);
            } else {
                made.set(false);
            }
        }
    }
}
